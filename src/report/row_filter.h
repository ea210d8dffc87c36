// Which rows a histogram is made of: the conditions, and their application to one shard, each task,
// stack and frame asked once. What fails still counts in a histogram's totals.
#pragma once

#include <functional>

#include "report/profile.h"

namespace perf::report {

// What the frames of a stack must be: one of them matches, or none does.
struct FrameRule {
  std::function<bool(const Frame&)> matches;
  bool wanted = true;
};

struct RowFilter {
  std::function<bool(const Task&)> task;        // empty: all pass
  std::function<bool(const Frame& leaf)> leaf;  // the sampled frame
  std::vector<FrameRule> frames;                // of the whole stack, the sampled frame included
  std::vector<std::pair<base::Time, base::Time>> times;  // closed ranges, empty: all
  [[nodiscard]] bool all() const { return !task && !leaf && frames.empty() && times.empty(); }
};

class ShardFilter {
 public:
  ShardFilter(const RowFilter& filter, const Profile& profile, const Shard& shard);
  [[nodiscard]] bool passes(const Rows& rows, std::size_t row);

 private:
  void match_frames();
  [[nodiscard]] bool stack_passes(const Stack& stack) const;

  const RowFilter& filter_;
  const Profile& profile_;
  const Shard& shard_;
  bool all_;
  std::vector<std::int8_t> tasks_, stacks_;  // verdicts; 0: not yet known
  std::vector<std::vector<std::uint8_t>> frame_matches_, node_matches_;  // by rule
};

}  // namespace perf::report
