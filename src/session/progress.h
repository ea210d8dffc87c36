// A line on the terminal that tells how far a long reading is: nothing at first, then it is written
// over again and again, and cleared at the end. What is read is others' business.
#pragma once

#include <chrono>
#include <cstdint>

#include "text/output.h"

namespace perf::session {

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  Progress(int descriptor, std::uint64_t size, Clock::duration quiet = std::chrono::seconds(1));
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void at(std::uint64_t bytes);

 private:
  text::Output out_;
  std::uint64_t size_;
  Clock::time_point next_;
  bool shown_ = false;
};

}  // namespace perf::session
