// The names of the ABI's numbers, for programs that print records. SWIG reads this header.
#pragma once

#include <cstdint>

#include "api/values.h"

namespace perf::api {

/** The name of a record type, as `perf report --stats` prints it ("MMAP2"); None for a number that
 * no perf has used. */
PERF_API OptionalText record_name(std::uint32_t type);

}  // namespace perf::api
