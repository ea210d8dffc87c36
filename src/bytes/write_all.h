// Bytes written to a descriptor to the last one, whatever the system takes at a time.
#pragma once

#include "bytes/cursor.h"

namespace perf::bytes {

// The errno of the write that failed, 0: none did.
int write_all(int descriptor, View bytes);

}  // namespace perf::bytes
