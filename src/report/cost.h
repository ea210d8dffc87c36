// What samples add up to, and the entries of a report that hold such sums. Plain values.
#pragma once

#include <cstdint>

namespace perf::report {

struct Cost {
  std::uint64_t period = 0;
  std::uint64_t samples = 0;
  Cost& operator+=(const Cost& other) {
    period += other.period;
    samples += other.samples;
    return *this;
  }
  Cost& operator-=(const Cost& other) {
    period -= other.period;
    samples -= other.samples;
    return *this;
  }
};

struct Entry {
  std::uint32_t row_group = 0;
  std::uint32_t frame_group = 0;
  Cost self, children;  // without children mode, children is what self is
  // Of an address where nothing is mapped: when it was first met, and as whose, since perf shows it
  // with the mode of what was resolved last.
  std::uint64_t first = ~0ULL;
  char level = 0;  // 0: the frame's own
};

}  // namespace perf::report
