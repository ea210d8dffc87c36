#include "report/flame.h"

#include <cmath>

namespace perf::report {

std::vector<FlameBox> flame_boxes(CallTree& tree, std::uint32_t node, std::uint32_t width) {
  struct Placed {
    std::uint32_t node, depth;
    double left;
  };
  const auto whole = static_cast<double>(tree.at(node).inclusive.period);
  std::vector<FlameBox> boxes;
  std::vector<Placed> waiting{{node, 0, 0}};
  while (!waiting.empty()) {
    const Placed placed = waiting.back();
    waiting.pop_back();
    const auto period = static_cast<double>(tree.at(placed.node).inclusive.period);
    const double cells = whole > 0 ? width * period / whole : width;
    const auto left = static_cast<std::uint32_t>(std::lround(placed.left));
    const auto right = static_cast<std::uint32_t>(std::lround(placed.left + cells));
    if (right <= left) continue;
    boxes.push_back({placed.node, placed.depth, left, right - left});
    tree.expand(placed.node);
    const CallNode& parent = tree.at(placed.node);
    double at = placed.left;
    for (std::uint32_t i = 0; i < parent.child_count && whole > 0; ++i) {
      const std::uint32_t child = parent.first_child + i;
      waiting.push_back({child, placed.depth + 1, at});
      at += width * static_cast<double>(tree.at(child).inclusive.period) / whole;
    }
  }
  return boxes;
}

}  // namespace perf::report
