#include "live/supported.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/descriptor.h"

namespace perf::live {
namespace {

// Opened for this thread on any CPU, and closed again.
bool can_open(const event::Attr& attr) {
  constexpr unsigned long close_on_exec = 1UL << 3;  // PERF_FLAG_FD_CLOEXEC
  bytes::Builder raw;
  event::put_attr(attr, event::written_size(attr), raw);
  const base::Descriptor opened(static_cast<int>(
      ::syscall(SYS_perf_event_open, raw.view().data(), 0, -1, -1, close_on_exec)));
  return opened.get() >= 0;
}

void set(event::Attr& attr, event::Flag flag) {
  attr.flags |= 1ULL << static_cast<unsigned>(flag);
}

}  // namespace

bool is_supported(event::Attr attr) {
  set(attr, event::Flag::disabled);
  if (can_open(attr)) return true;
  if (errno != EACCES && errno != EPERM) return false;
  set(attr, event::Flag::exclude_kernel);
  return can_open(attr);
}

}  // namespace perf::live
