// What interrupts take of a CPU, samples above all, and what the kernel lets samples take.
#pragma once

#include <optional>

namespace perf::live {

// A part of 1, of the CPU that this runs on, seen in a millisecond in which it only looks at the
// clock; nothing if it hardly came to run.
std::optional<double> interrupted_share();

// kernel.perf_cpu_time_max_percent as a part of 1; 1: there is no limit. The kernel keeps it for
// hardware counters alone: see admin-guide/sysctl/kernel.rst.
double allowed_share();

}  // namespace perf::live
