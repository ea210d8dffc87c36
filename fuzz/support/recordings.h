// A recording in memory, read in every way that the product reads one.
#pragma once

#include "bytes/cursor.h"

namespace perf::fuzz {

// Report, script, facts and a loop over the records. That a recording is refused is fine; anything
// else that is thrown ends the program.
void read_in_every_way(bytes::View recording);

}  // namespace perf::fuzz
