#include "live/supported.h"

#include <cerrno>

#include "live/open_event.h"

namespace perf::live {
namespace {

// Opened for this thread on any CPU, and closed again: 0, or the errno.
int refused(event::Attr attr) {
  const int handle = open_event(attr, {.pid = 0});
  const base::Descriptor closes(handle);
  return handle < 0 ? -handle : 0;
}

}  // namespace

bool is_supported(event::Attr attr) {
  attr.set(event::Flag::disabled);
  const int error = refused(attr);
  if (error != EACCES && error != EPERM) return error == 0;
  attr.set(event::Flag::exclude_kernel);
  return refused(attr) == 0;
}

}  // namespace perf::live
