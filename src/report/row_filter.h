// Which rows a histogram is made of: the conditions, and their application to a forest, each task,
// stack and frame asked once; CPUs are of rows, which the histogram asks for itself. What fails
// still counts in a histogram's totals.
#pragma once

#include <functional>

#include "report/forest.h"

namespace perf::report {

// What the frames of a stack must be: one of them matches, or none does.
struct FrameRule {
  std::function<bool(const Frame&)> matches;
  bool wanted = true;
};

struct RowFilter {
  std::function<bool(const Task&)> task;        // empty: all pass
  std::function<bool(const Frame& leaf)> leaf;  // the sampled frame
  std::function<bool(std::uint16_t)> cpu;       // no_cpu: unknown
  std::vector<FrameRule> frames;                // of the whole stack, the sampled frame included
};

class FilterVerdicts {
 public:
  FilterVerdicts(const RowFilter& filter, const Forest& forest);
  [[nodiscard]] bool passes(std::uint32_t task, std::uint32_t stack);

 private:
  void match_frames();
  [[nodiscard]] bool stack_passes(const ForestStack& stack) const;

  const RowFilter& filter_;
  const Forest& forest_;
  std::vector<std::int8_t> tasks_, stacks_;  // verdicts; 0: not yet known
  using Matches = std::vector<std::uint8_t>;
  std::vector<std::vector<Matches>> frame_matches_;  // by rule and shard
  std::vector<Matches> node_matches_;                // by rule
};

}  // namespace perf::report
