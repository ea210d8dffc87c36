// What the bits of a register mask (sample_regs_user, sample_regs_intr) are called on each machine:
// arch/*/include/uapi/asm/perf_regs.h, in the spelling of perf.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "samples/sample.h"

namespace perf::samples {

// "ax" is "AX" on x86, "x0" on arm64; "reg12" where the machine or the bit is not known.
std::string register_name(unsigned machine, unsigned bit);

// Name and value of each register of a sample, by rising bit; as many as there are values.
std::vector<std::pair<std::string, std::uint64_t>> named_registers(const Registers& registers,
                                                                   std::uint64_t mask,
                                                                   unsigned machine);

}  // namespace perf::samples
