// The names of the ABI's numbers, for programs that print records. SWIG reads this header.
#pragma once

#include <cstdint>

#include "api/report_rows.h"
#include "api/values.h"

namespace perf::api {

/** The name of a record type, as `perf report --stats` prints it ("MMAP2"); None for a number that
 * no perf has used. */
PERF_API OptionalText record_name(std::uint32_t type);

/** The names of the registers that a sample can have on this machine, by their bit in the kernel's
 * masks (asm/perf_regs.h): "ax"; "" for a bit that none may stand for. */
PERF_API ReportNames register_names();

}  // namespace perf::api
