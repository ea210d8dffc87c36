// Whether the kernel takes an event. It counts nothing.
#pragma once

#include "event/attr.h"

namespace perf::live {

// Whether this machine can count it, if only in this thread's own code.
bool is_supported(event::Attr attr);

}  // namespace perf::live
