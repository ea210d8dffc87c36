// The samples of one event grouped under the chosen keys: entries with self and inclusive
// (children) cost, and per group of samples a tree of their stacks. Built once from a profile, on
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
  Histogram(std::shared_ptr<const Profile> profile, std::size_t event, HistogramOptions options);
  Histogram(const Histogram&) = delete;
  Histogram& operator=(const Histogram&) = delete;

  [[nodiscard]] const Profile& profile() const { return *profile_; }
  [[nodiscard]] const HistogramOptions& options() const { return options_; }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] Cost total() const { return total_; }    // all samples of the event
  [[nodiscard]] Cost passed() const { return passed_; }  // that the filter let through
  [[nodiscard]] std::string text(std::uint32_t entry, Key key) const;
  [[nodiscard]] const Frame& frame_of(std::uint32_t entry) const {
    return frame_groups_.representative(entries_[entry].frame_group);
  }

  // Places in entries(): by falling cost (children, then self, or self alone), ties by the keys.
  enum class Costs : unsigned char { children_and_self, self };
  [[nodiscard]] std::vector<std::uint32_t> by_cost(Costs costs = Costs::children_and_self) const;
  // An order sorted again by a key; what is equal stays as it was.
  void sort_by_key(std::vector<std::uint32_t>& order, Key key) const;

  // The call paths, part by part; an entry is of one part, under a number of its own there.
  struct PartEntry {
    std::uint32_t part = 0, entry = 0;
  };
  [[nodiscard]] std::size_t parts() const { return parts_.size(); }
  [[nodiscard]] const Paths& part(std::uint32_t number) const { return *parts_[number]; }
  [[nodiscard]] PartEntry place_of(std::uint32_t entry) const;
  [[nodiscard]] const Frame& frame_at(std::uint32_t shard, std::uint32_t frame) const {
    return shards_[shard]->frames[frame];
  }

 private:
  // The rows of one shard, put together by group.
  struct Grouped {
    std::vector<StackRow> rows;
    std::vector<std::size_t> begin;  // of each group

    [[nodiscard]] std::span<const StackRow> of(std::uint32_t group) const;
  };

  void number_frames();
  [[nodiscard]] Grouped grouped(const Shard& shard, std::size_t event);
  void build(const std::vector<Grouped>& rows);
  void join_entries();

  std::shared_ptr<const Profile> profile_;
  HistogramOptions options_;
  RowGroups row_groups_;
  FrameGroups frame_groups_;
  std::vector<std::shared_ptr<const Shard>> shards_;
  std::vector<FrameNumbers> numbers_;  // by shard; only while it is built
  Cost total_, passed_;
  std::vector<std::unique_ptr<Paths>> parts_;
  std::vector<std::uint32_t> first_entry_;  // of each part
  std::vector<Entry> entries_;
};

}  // namespace perf::report
