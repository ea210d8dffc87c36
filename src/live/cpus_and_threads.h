// Which CPUs and threads there are to count on: lists as users write them, and what the kernel
// tells. They open nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace perf::live {

// Any CPU that the thread runs on, or any thread that runs on the CPU.
inline constexpr int any = -1;

// "0-3,5" in order; nothing for what is no such list, or names a CPU twice.
std::optional<std::vector<int>> parse_cpus(std::string_view text);

std::vector<int> online_cpus();

// The threads of a process, in order; none when there is no such process.
std::vector<int> threads_of(int pid);
// The processes of this machine that may be seen, in order.
std::vector<int> processes();
// The processes that the threads belong to, each once; without those that have ended.
std::vector<int> processes_of(const std::vector<int>& threads);

}  // namespace perf::live
