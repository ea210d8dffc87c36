#include "live/open_event.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "base/descriptor.h"

namespace perf::live {
namespace {

constexpr unsigned long close_on_exec = 1UL << 3;  // PERF_FLAG_FD_CLOEXEC

}  // namespace

int open_event(const event::Attr& attr, const Target& target, int group) {
  bytes::Builder raw;
  event::put_attr(attr, event::written_size(attr), raw);
  return static_cast<int>(::syscall(SYS_perf_event_open, raw.view().data(), target.pid, target.cpu,
                                    group, close_on_exec));
}

bool is_supported(event::Attr attr) {
  attr.flags |= 1ULL << static_cast<unsigned>(event::Flag::disabled);
  if (base::Descriptor(open_event(attr, {})).get() >= 0) return true;
  if (errno != EACCES && errno != EPERM) return false;
  attr.flags |= 1ULL << static_cast<unsigned>(event::Flag::exclude_kernel);
  return base::Descriptor(open_event(attr, {})).get() >= 0;
}

}  // namespace perf::live
