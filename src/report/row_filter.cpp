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

FilterVerdicts::FilterVerdicts(const RowFilter& filter, const Forest& forest)
    : filter_(filter), forest_(forest) {
  match_frames();
}

// Every frame is asked once, and every node looks at its parent, which stands before it.
void FilterVerdicts::match_frames() {
  const std::span<const ForestNode> nodes = forest_.nodes();
  for (const FrameRule& rule : filter_.frames) {
    std::vector<Matches>& of_frame = frame_matches_.emplace_back(forest_.shards());
    for (std::size_t shard = 0; shard < forest_.shards(); ++shard) {
      of_frame[shard].resize(forest_.frame_count(shard));
      for (std::size_t i = 0; i < of_frame[shard].size(); ++i) {
        of_frame[shard][i] = rule.matches(forest_.frames(shard)[i]) ? 1 : 0;
      }
    }
    Matches& of_node = node_matches_.emplace_back(nodes.size());
    for (std::size_t i = 1; i < nodes.size(); ++i) {
      of_node[i] = of_node[nodes[i].parent] | of_frame[nodes[i].shard][nodes[i].frame];
    }
  }
}

bool FilterVerdicts::stack_passes(const ForestStack& stack) const {
  if (filter_.leaf && !filter_.leaf(forest_.frame(stack.shard, stack.leaf))) return false;
  for (std::size_t i = 0; i < frame_matches_.size(); ++i) {
    const bool found =
        node_matches_[i][stack.node] != 0 || frame_matches_[i][stack.shard][stack.leaf] != 0;
    if (found != filter_.frames[i].wanted) return false;
  }
  return true;
}

bool FilterVerdicts::passes(std::uint32_t task, std::uint32_t stack) {
  const Profile& profile = forest_.profile();
  if (filter_.task && !verdict(tasks_, task, profile.tasks.size(),
                               [&] { return filter_.task(profile.tasks[task]); })) {
    return false;
  }
  if (!filter_.leaf && filter_.frames.empty()) return true;
  return verdict(stacks_, stack, forest_.stacks().size(),
                 [&] { return stack_passes(forest_.stacks()[stack]); });
}

}  // namespace perf::report
