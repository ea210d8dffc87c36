// Where the cgroups are that events count and samples name. It opens none.
#pragma once

#include <string>

namespace perf::live {

// The mount of the hierarchy that has the perf_event controller, else of cgroup2; empty: neither.
std::string cgroup_root(const std::string& mounts = "/proc/mounts");

}  // namespace perf::live
