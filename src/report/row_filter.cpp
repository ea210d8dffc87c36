#include "report/row_filter.h"

#include <algorithm>

namespace perf::report {
namespace {

// Remembers a yes or no per number.
template <class Decide>
bool verdict(std::vector<std::int8_t>& known, std::size_t number, std::size_t size,
             Decide&& decide) {
  if (known.size() <= number) known.resize(std::max(size, number + 1), 0);
  if (known[number] == 0) known[number] = decide() ? 1 : -1;
  return known[number] > 0;
}

}  // namespace

ShardFilter::ShardFilter(const RowFilter& filter, const Profile& profile, const Shard& shard)
    : filter_(filter), profile_(profile), shard_(shard), all_(filter.all()) {
  match_frames();
}

// Every frame is asked once, and every node looks at its parent, which stands before it.
void ShardFilter::match_frames() {
  const std::size_t nodes = shard_.nodes.size();  // before frames: a node's frame is there first
  const std::size_t frames = shard_.frames.size();
  for (const FrameRule& rule : filter_.frames) {
    std::vector<std::uint8_t>& of_frame = frame_matches_.emplace_back(frames);
    for (std::size_t i = 0; i < frames; ++i) of_frame[i] = rule.matches(shard_.frames[i]) ? 1 : 0;
    std::vector<std::uint8_t>& of_node = node_matches_.emplace_back(nodes);
    for (std::size_t i = 1; i < nodes; ++i) {
      const TrieNode& node = shard_.nodes[i];
      of_node[i] = of_node[node.parent] | of_frame[node.frame];
    }
  }
}

bool ShardFilter::stack_passes(const Stack& stack) const {
  if (filter_.leaf && !filter_.leaf(shard_.frames[stack.leaf])) return false;
  for (std::size_t i = 0; i < frame_matches_.size(); ++i) {
    const bool found = node_matches_[i][stack.node] != 0 || frame_matches_[i][stack.leaf] != 0;
    if (found != filter_.frames[i].wanted) return false;
  }
  return true;
}

bool ShardFilter::passes(const Rows& rows, std::size_t row) {
  if (all_) return true;
  if (!filter_.times.empty() &&
      std::none_of(filter_.times.begin(), filter_.times.end(), [&](const auto& range) {
        return range.first <= rows.time[row] && rows.time[row] <= range.second;
      })) {
    return false;
  }
  const std::uint32_t task = rows.task[row];
  if (filter_.task && !verdict(tasks_, task, profile_.tasks.size(),
                               [&] { return filter_.task(profile_.tasks[task]); })) {
    return false;
  }
  if (!filter_.leaf && filter_.frames.empty()) return true;
  const std::uint32_t stack = rows.stack[row];
  return verdict(stacks_, stack, shard_.stacks.size(),
                 [&] { return stack_passes(shard_.stacks[stack]); });
}

}  // namespace perf::report
