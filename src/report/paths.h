// The stacks of some groups of samples as trees of call paths, with what each path and each entry
// costs. A histogram is made of several such parts, built side by side: no group is in two of them.
#pragma once

#include <span>

#include "report/forest.h"

namespace perf::report {

// What a call path costs: one node of the tree of a group's stacks, outermost frame first. Paths
// stand in preorder, so those below one are the stretch behind it, up to `end`.
struct Path {
  std::uint32_t node = 0;                 // of the forest
  std::uint32_t parent = base::no_index;  // none: the root of a group
  std::uint32_t end = 0;
  std::uint32_t entry = base::no_index;  // only in children mode
  Cost self;                             // of stacks that end here
  Cost inclusive;
};

// The cost of stacks of one entry's own samples, by the path that they end at.
struct SelfPath {
  std::uint32_t entry = 0;
  std::uint32_t path = 0;
  Cost cost;
};

// By shard: each frame's group as a sampled address, and as part of a chain.
struct FrameNumbers {
  std::vector<std::vector<std::uint32_t>> as_leaf, in_chain;
  std::size_t groups = 0;
};

class Paths {
 public:
  // Refers to the forest for ever. `from_inside`: the mode of unmapped addresses follows callees.
  Paths(const Forest& forest, bool children, bool stacks, bool from_inside);

  // Building: the rows of one group after the other, by stack; then finish().
  void take(std::uint32_t group, std::span<const StackRow> rows);
  void finish(const FrameNumbers& numbers);

  [[nodiscard]] std::vector<Entry>& entries() { return entries_; }
  [[nodiscard]] std::span<const Path> all() const { return paths_; }
  [[nodiscard]] const Path& path(std::uint32_t number) const { return paths_[number]; }
  [[nodiscard]] std::uint64_t label(std::uint32_t path) const {
    return forest_.nodes()[paths_[path].node].label;
  }
  [[nodiscard]] std::vector<std::uint32_t> roots() const;  // of the groups
  // The paths on which an entry stands outermost (children mode), and those of its own samples.
  [[nodiscard]] std::span<const std::uint32_t> outermost(std::uint32_t entry) const;
  [[nodiscard]] std::span<const SelfPath> self_paths(std::uint32_t entry) const;

  // Calls visit(path) for each path right below one.
  template <class Visitor>
  void each_child(std::uint32_t parent, Visitor&& visit) const {
    const std::uint32_t end = paths_[parent].end;
    for (std::uint32_t child = parent + 1; child < end; child = paths_[child].end) visit(child);
  }

 private:
  struct Group {
    std::uint32_t number = 0;
    std::size_t first_path = 0, first_row = 0;
  };
  // A row on its way to its entry.
  struct OwnRow {
    StackRow row;
    std::uint32_t path = 0, entry = 0;
  };
  // The entry of a frame's group, in the group of rows that was named last.
  struct Slot {
    std::uint32_t row_group = base::no_index, entry = 0;
  };

  std::uint32_t path_of(std::uint32_t node);
  std::uint32_t entry_of(std::uint32_t row_group, std::uint32_t frame_group);
  void name_rows(const Group& group, std::size_t end, const FrameNumbers& numbers);
  void name_paths(const Group& group, std::size_t end, const FrameNumbers& numbers);
  void sum_paths();
  [[nodiscard]] std::uint64_t first_seen_from(std::size_t path) const;
  void add_children();
  void name_levels();
  void sort_outermost(const std::vector<std::uint32_t>& outermost);
  void sort_self_paths();

  const Forest& forest_;
  bool children_, stacks_, from_inside_;
  std::vector<Entry> entries_;
  std::vector<Path, base::HugeAllocator<Path>> paths_;
  std::vector<SelfPath> self_paths_;  // by entry
  std::vector<std::uint32_t> self_begin_;
  std::vector<std::uint32_t> outermost_, outermost_begin_;
  // Scratch of building.
  std::vector<Group> groups_;
  std::vector<OwnRow> rows_;          // by path
  std::vector<std::uint32_t> chain_;  // the path of each depth, of the stack at hand
  std::vector<std::uint32_t> climb_;
  std::vector<Slot> slots_;  // by group of frames
  // The first sample through a path: twice its time, odd if it came from the kernel.
  std::vector<std::uint64_t> first_;
};

}  // namespace perf::report
