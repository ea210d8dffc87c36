// Strong types for the numbers that a profile is full of, so that a pid cannot stand where a cpu is
// meant. Plain data: no behaviour beyond comparison.
#pragma once

#include <compare>
#include <cstdint>

namespace perf::base {

using Address = std::uint64_t;
using Time = std::uint64_t;  // nanoseconds of the recording's clock

inline constexpr std::uint32_t no_index = 0xffffffffU;

// The order in which a recording's records take effect: time first, then place in the file. A
// record without a time has time 0 and so comes first, in file order.
struct OrderKey {
  Time time = 0;
  std::uint64_t offset = 0;
  auto operator<=>(const OrderKey&) const = default;
};

inline constexpr OrderKey order_max{~0ULL, ~0ULL};

}  // namespace perf::base
