// The CPUs and the threads that counting is about, as Python sees them: sequences of numbers. They
// open nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "api/values.h"

namespace perf::api {

/** CPU numbers: those of a list like "0-3,5", or all that are online. "" is any CPU, -1. */
class CpuMap {
 public:
  PERF_API explicit CpuMap(const char* cpustr = nullptr);
  explicit CpuMap(std::vector<int> cpus);
  [[nodiscard]] const std::vector<int>& all() const { return cpus_; }

  PERF_API std::size_t size() const;
  PERF_API int at(std::ptrdiff_t index) const;
  PERF_API std::string repr() const;

 private:
  std::vector<int> cpus_;
};

/** Thread ids: those of a process, one thread, or any thread, -1. */
class ThreadMap {
 public:
  PERF_API explicit ThreadMap(int pid = -1, int tid = -1);
  explicit ThreadMap(std::vector<int> threads);
  [[nodiscard]] const std::vector<int>& all() const { return threads_; }

  PERF_API std::size_t size() const;
  PERF_API int at(std::ptrdiff_t index) const;
  PERF_API std::string repr() const;

 private:
  std::vector<int> threads_;
};

/** The threads of a list of ids, in its order. */
PERF_API ThreadMap thread_list(Numbers tids);

}  // namespace perf::api
