// What machine a recording was made on, in ELF's terms.
#pragma once

#include "file/features.h"

namespace perf::file {

// The ELF machine, 0 unknown.
unsigned machine_of(const Features& features);
bool has_64_bits(const Features& features);

}  // namespace perf::file
