#include "bytes/write_all.h"

#include <unistd.h>

#include <cerrno>

namespace perf::bytes {

int write_all(int descriptor, View bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return 0;
}

}  // namespace perf::bytes
