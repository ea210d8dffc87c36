// The stretch of time in which an answer about the past holds, so that it may be cached.
#pragma once

#include <algorithm>

#include "base/ids.h"

namespace perf::machine {

struct Window {
  base::OrderKey from{};
  base::OrderKey to = base::order_max;  // exclusive

  [[nodiscard]] bool holds(base::OrderKey key) const { return from <= key && key < to; }
  void narrow(const Window& other) {
    from = std::max(from, other.from);
    to = std::min(to, other.to);
  }
};

}  // namespace perf::machine
