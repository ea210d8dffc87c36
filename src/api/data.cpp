#include "api/data.h"

#include "api/error.h"
#include "file/recording.h"

namespace perf::api {

// Only what the system refuses is an error here, as in perf; a header that cannot be read is the
// session's to report.
Data::Data(const std::string& path, int fd) : path_(path) {
  if (fd != -1 && path != "-" && path != "perf.data") {
    throw std::invalid_argument("path must be '-' when fd is provided");
  }
  auto opened = file::Recording::open(path, fd);
  if (opened) {
    recording_ = std::make_shared<const file::Recording>(std::move(opened).value());
    return;
  }
  error_ = opened.error();
  if (error_.code == base::Code::cannot_open) raise(error_, path_);
}

std::string Data::repr() const {
  return path_;
}

}  // namespace perf::api
