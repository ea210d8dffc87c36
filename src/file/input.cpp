#include "file/input.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/descriptor.h"
#include "bytes/spool.h"

namespace perf::file {
namespace {

using base::Code;
using base::Error;
using base::Result;

Error refused() {
  return {Code::cannot_open, base::no_offset, std::uint64_t(errno)};
}

}  // namespace

Result<bytes::InputFile> open_input(const std::string& path, int descriptor) {
  const bool standard = descriptor < 0 && path == "-";
  struct stat status {};
  const int known = standard ? STDIN_FILENO : descriptor;
  if ((known < 0 ? ::stat(path.c_str(), &status) : ::fstat(known, &status)) != 0) return refused();
  if (S_ISDIR(status.st_mode)) return Error{Code::cannot_open, base::no_offset, EISDIR};
  const bool once = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode);
  if (known < 0 && !once) return bytes::InputFile::open(path);
  // A FIFO that is named waits for its writer.
  const int opened =
      known < 0 ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC) : ::fcntl(known, F_DUPFD_CLOEXEC, 0);
  if (opened < 0) return refused();
  if (S_ISREG(status.st_mode)) return bytes::InputFile::take(opened);
  const base::Descriptor writer(opened);
  if (!once) return Code::not_regular;
  return bytes::drain(opened);
}

}  // namespace perf::file
