// A recording to be read: perf's `data`. It opens the file and reads its header; the records are
// the session's.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/export.h"
#include "base/error.h"

namespace perf::file {
class Recording;
}

namespace perf::api {

/** A recording: a perf.data file or directory, a FIFO, "-" for the standard input, or an open fd.
 */
class Data {
 public:
  PERF_API explicit Data(const std::string& path = "perf.data", int fd = -1);

  PERF_API std::string repr() const;

 private:
  friend class Session;
  std::string path_;
  std::shared_ptr<const file::Recording> recording_;  // empty when the header cannot be read
  base::Error error_;
};

}  // namespace perf::api
