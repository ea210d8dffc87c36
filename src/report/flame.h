// A flame graph laid out in cells: which boxes of a call tree are wide enough to be seen, and where
// they stand. Colours and text are the screen's.
#pragma once

#include "report/call_tree.h"

namespace perf::report {

struct FlameBox {
  std::uint32_t node = 0;
  std::uint32_t depth = 0, left = 0, width = 0;
};

// The boxes from `node` down, which fills `width` cells; the costliest stand left. Expands what is
// seen of the tree.
std::vector<FlameBox> flame_boxes(CallTree& tree, std::uint32_t node, std::uint32_t width);

}  // namespace perf::report
