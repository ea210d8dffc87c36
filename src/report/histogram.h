// The samples of one event grouped under the chosen keys: entries with self and inclusive
// (children) cost, and per group of samples a tree of their stacks. Built once from a forest, on
// several threads; views sort and expand it, text and screens show it.
#pragma once

#include "report/groups.h"
#include "report/paths.h"
#include "report/row_filter.h"

namespace perf::report {

struct HistogramOptions {
  GroupOptions groups;
  RowFilter filter;
  bool children = true;
  bool stacks = true;         // false: no trees, only self costs
  bool callee_first = false;  // how chains are shown; it decides the mode of unmapped addresses
  unsigned threads = 0;       // 0: one per CPU
};

class Histogram {
 public:
  Histogram(std::shared_ptr<const Forest> forest, std::size_t event, HistogramOptions options);
  Histogram(const Histogram&) = delete;
  Histogram& operator=(const Histogram&) = delete;

  [[nodiscard]] const Profile& profile() const { return forest_->profile(); }
  [[nodiscard]] const HistogramOptions& options() const { return options_; }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] Cost total() const { return total_; }    // all samples of the event
  [[nodiscard]] Cost passed() const { return passed_; }  // that the filter let through
  [[nodiscard]] std::string text(std::uint32_t entry, Key key) const;
  [[nodiscard]] const Frame& frame_of(std::uint32_t entry) const {
    return frame_groups_.representative(entries_[entry].frame_group);
  }
  // Asks for the memory of one entry, and for that of the frame of another, which was asked for.
  void prefetch(std::uint32_t entry, std::uint32_t frame_of_entry) const {
    __builtin_prefetch(&entries_[entry]);
    __builtin_prefetch(&frame_of(frame_of_entry));
  }

  // Places in entries(): by falling cost (children, then self, or self alone), ties by the keys.
  enum class Costs : unsigned char { children_and_self, self };
  [[nodiscard]] std::vector<std::uint32_t> by_cost(Costs costs = Costs::children_and_self) const;
  // All entries whose children cost `least` or more; `sorted`, and a few more, are the first of
  // that order, the others come in none. Sorting a million takes longer than a screen can wait.
  [[nodiscard]] std::vector<std::uint32_t> costliest(std::uint64_t least,
                                                     std::size_t& sorted) const;
  // An order sorted again by a key, or by a number of each entry; what is equal stays as it was.
  void sort_by_key(std::vector<std::uint32_t>& order, Key key) const;
  using Number = std::function<std::uint64_t(const Entry&)>;
  void sort_by_number(std::vector<std::uint32_t>& order, const Number& number) const;

  // The call paths, part by part; an entry is of one part, under a number of its own there.
  struct PartEntry {
    std::uint32_t part = 0, entry = 0;
  };
  [[nodiscard]] std::size_t parts() const { return parts_.size(); }
  [[nodiscard]] const Paths& part(std::uint32_t number) const { return *parts_[number]; }
  [[nodiscard]] PartEntry place_of(std::uint32_t entry) const;
  [[nodiscard]] const Frame& frame_at(std::uint32_t node) const {  // of the forest
    const ForestNode& at = forest_->nodes()[node];
    return forest_->frame(at.shard, at.frame);
  }

 private:
  // Rows put together by group, those of one group by stack.
  struct Grouped {
    std::vector<StackRow> rows;
    std::vector<std::size_t> begin;  // of each group

    [[nodiscard]] std::span<const StackRow> of(std::uint32_t group) const {
      return std::span(rows).subspan(begin[group], begin[group + 1] - begin[group]);
    }
  };

  struct SortItem;
  [[nodiscard]] std::vector<SortItem> sort_items(std::span<const std::uint32_t> entries,
                                                 Costs costs) const;
  [[nodiscard]] FrameNumbers number_frames();
  [[nodiscard]] Grouped grouped_rows(std::size_t event);
  [[nodiscard]] std::vector<std::uint32_t> groups_of(const std::vector<StackRow>& rows);
  std::vector<StackRow> rows_by_group(std::size_t event);
  void build(std::size_t event);
  void join_entries();

  std::shared_ptr<const Forest> forest_;
  HistogramOptions options_;
  RowGroups row_groups_;
  FrameGroups frame_groups_;
  Cost total_, passed_;
  std::vector<std::unique_ptr<Paths>> parts_;
  std::vector<std::uint32_t> first_entry_;  // of each part
  std::vector<Entry> entries_;
};

}  // namespace perf::report
