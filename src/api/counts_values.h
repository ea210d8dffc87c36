// A counter's value with the times it was enabled and ran, as Python sees it. Plain numbers.
#pragma once

#include <cstdint>

#include "api/values.h"

namespace perf::api {

/** A counter's value; all numbers may be set. */
struct CountsValues {
  std::uint64_t val = 0;  // the count
  std::uint64_t ena = 0;  // ns enabled
  std::uint64_t run = 0;  // ns running
  std::uint64_t id = 0;
  std::uint64_t lost = 0;

  Numbers all() const { return {val, ena, run, id, lost}; }
};

// ValueError unless there are five numbers.
PERF_API void assign(CountsValues& counts, const Numbers& numbers);

}  // namespace perf::api
