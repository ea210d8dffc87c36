// The histograms of a group of events side by side: entries that show the same stand in one row.
#pragma once

#include <string>
#include <unordered_map>

#include "report/histogram.h"

namespace perf::report {

class HistogramGroup {
 public:
  // The leader's first; all have the same keys, and outlive the group.
  explicit HistogramGroup(std::vector<const Histogram*> members);

  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] const Histogram& member(std::size_t number) const { return *members_[number]; }
  // Of all events.
  [[nodiscard]] Cost total() const;
  [[nodiscard]] Cost passed() const;

  // The entry of each member in a row, no_index where it has none; one of them has.
  using Row = std::vector<std::uint32_t>;
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  [[nodiscard]] Cost self(const Row& row, std::size_t member) const;
  [[nodiscard]] Cost children(const Row& row, std::size_t member) const;

 private:
  void add(std::size_t member);
  [[nodiscard]] std::string identity(std::size_t member, std::uint32_t entry) const;
  void sort();

  std::vector<const Histogram*> members_;
  std::vector<Row> rows_;  // by falling cost of the leader, then of the others in turn
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace perf::report
