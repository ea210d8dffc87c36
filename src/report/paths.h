// The stacks of some groups of samples as trees of call paths, with what each path and each entry
// costs. A histogram is made of several such parts, built side by side: no group is in two of them.
#pragma once

#include <span>

#include "base/label_trie.h"
#include "report/cost.h"
#include "report/profile.h"

namespace perf::report {

// What a call path costs: one node of the tree of a group's stacks, outermost frame first.
struct Path {
  std::uint32_t shard = 0, frame = base::no_index;  // no_index: the root of a group
  std::uint32_t entry = base::no_index;             // only in children mode
  std::uint32_t row_group = 0;
  Cost self;  // of stacks that end here
  Cost inclusive;
  std::uint64_t first =
      ~0ULL;  // sample through here: twice its time, odd if it came from the kernel
};

// The cost of stacks of one entry's own samples, by the path that they end at.
struct SelfPath {
  std::uint32_t entry = 0;
  std::uint32_t path = 0;
  Cost cost;
};

// The samples of a shard that are of one group and one stack.
struct StackRow {
  std::uint32_t stack = 0;
  Cost cost;
  std::uint64_t first = 0;  // time
};

// By shard: each frame's group as a sampled address, and as part of a chain.
struct FrameNumbers {
  std::vector<std::uint32_t> as_leaf, in_chain;
};

class Paths {
 public:
  // Refers to the shards and numbers while it is built, to the shards for ever.
  Paths(const std::vector<std::shared_ptr<const Shard>>& shards,
        const std::vector<FrameNumbers>& numbers, bool children, bool stacks, bool from_inside);

  // Building: the rows of one group and shard, sorted by stack; then finish().
  void take(std::uint32_t group, std::uint32_t shard, std::span<const StackRow> rows);
  void finish();

  [[nodiscard]] std::vector<Entry>& entries() { return entries_; }
  [[nodiscard]] const base::LabelTrie& links() const { return links_; }
  [[nodiscard]] const Path& path(std::uint32_t number) const { return paths_[number]; }
  [[nodiscard]] const std::vector<std::uint32_t>& roots() const { return roots_; }
  // The paths on which an entry stands outermost (children mode), and those of its own samples.
  [[nodiscard]] std::span<const std::uint32_t> outermost(std::uint32_t entry) const;
  [[nodiscard]] std::span<const SelfPath> self_paths(std::uint32_t entry) const;

 private:
  void add_stack(std::uint32_t group, std::uint32_t shard, const StackRow& row);
  std::uint32_t entry_of(std::uint32_t row_group, std::uint32_t frame_group);
  std::uint32_t path_of(std::uint32_t shard, std::uint32_t group, std::uint32_t trie_node);
  void name_paths();
  void sum_paths();
  [[nodiscard]] std::uint64_t first_seen_from(const Path& path) const;
  void add_children();
  void name_levels();
  void sort_self_paths();

  const std::vector<std::shared_ptr<const Shard>>& shards_;
  const std::vector<FrameNumbers>& numbers_;
  bool children_, stacks_, from_inside_;
  std::vector<Entry> entries_;
  base::FlatMap<std::uint32_t> entry_numbers_;
  base::LabelTrie links_;
  std::vector<Path, base::HugeAllocator<Path>> paths_;
  std::vector<std::uint32_t> roots_;  // of the groups, in the order in which they came
  std::vector<SelfPath> self_paths_;  // by entry, once sorted
  std::vector<std::uint32_t> self_begin_;
  std::vector<std::uint32_t> outermost_, outermost_begin_;
  // Scratch of building, by shard: the path of a trie node in the group at hand.
  struct Known {
    std::uint32_t group = base::no_index, path = 0;
  };
  std::vector<std::vector<Known>> known_paths_;
};

}  // namespace perf::report
