// What a recording's header says of the machine that it is made on, from the kernel's own text
// files. What was recorded is not its business.
#pragma once

#include "file/features.h"

namespace perf::session {

file::Features system_features();

}  // namespace perf::session
