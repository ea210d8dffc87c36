#include "bytes/spool.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "bytes/write_all.h"

namespace perf::bytes {

using base::Code;
using base::Error;
using base::Result;

Result<Spool> Spool::create() {
  const char* configured = std::getenv("TMPDIR");
  for (const char* dir : {configured, "/tmp"}) {
    if (dir == nullptr) continue;
    const int descriptor = ::open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    if (descriptor >= 0) return Spool(descriptor);
  }
  // Not every file system has files without names.
  const int descriptor = ::memfd_create("perf.data", MFD_CLOEXEC);
  if (descriptor < 0) return Error{Code::cannot_spool, base::no_offset, std::uint64_t(errno)};
  return Spool(descriptor);
}

Spool::Spool(Spool&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

Spool::~Spool() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> Spool::append(View bytes) {
  const int error = write_all(descriptor_, bytes);
  if (error != 0) return Error{Code::cannot_spool, base::no_offset, std::uint64_t(error)};
  size_ += bytes.size();
  return {};
}

Result<InputFile> Spool::file() && {
  return InputFile::take(std::exchange(descriptor_, -1));
}

Result<InputFile> drain(int descriptor) {
  auto spool = Spool::create();
  if (!spool) return spool.error();
  std::vector<std::uint8_t> block(std::size_t{1} << 18);
  for (;;) {
    const ssize_t got = ::read(descriptor, block.data(), block.size());
    // A writer may never come to its end; whoever sends a signal need not wait for it.
    if (got < 0 && errno == EINTR) return Code::cancelled;
    if (got < 0) return Error{Code::cannot_read, spool->size(), std::uint64_t(errno)};
    if (got == 0) break;
    const auto kept = spool->append(View(block).first(static_cast<std::size_t>(got)));
    if (!kept) return kept.error();
  }
  return std::move(*spool).file();
}

}  // namespace perf::bytes
