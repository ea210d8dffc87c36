#include "report/histogram_group.h"

#include <algorithm>

namespace perf::report {
namespace {

constexpr std::size_t level = 3;  // letters that say so before a symbol

}  // namespace

HistogramGroup::HistogramGroup(std::vector<const Histogram*> members)
    : members_(std::move(members)) {
  for (std::size_t member = 0; member < members_.size(); ++member) add(member);
  places_.clear();
  sort();
}

Cost HistogramGroup::total() const {
  Cost sum;
  for (const Histogram* member : members_) sum += member->total();
  return sum;
}

Cost HistogramGroup::passed() const {
  Cost sum;
  for (const Histogram* member : members_) sum += member->passed();
  return sum;
}

Cost HistogramGroup::self(const Row& row, std::size_t member) const {
  return row[member] == base::no_index ? Cost{} : members_[member]->entries()[row[member]].self;
}

Cost HistogramGroup::children(const Row& row, std::size_t member) const {
  return row[member] == base::no_index ? Cost{} : members_[member]->entries()[row[member]].children;
}

void HistogramGroup::add(std::size_t member) {
  const Histogram& histogram = *members_[member];
  const bool children = histogram.options().children;
  for (const std::uint32_t entry :
       histogram.by_cost(children ? Histogram::Costs::children_and_self : Histogram::Costs::self)) {
    std::string identity = this->identity(member, entry);
    auto place = places_.try_emplace(identity, rows_.size()).first;
    // Two of one event that look alike stay two.
    while (place->second < rows_.size() && rows_[place->second][member] != base::no_index) {
      identity += '\0';
      place = places_.try_emplace(identity, rows_.size()).first;
    }
    if (place->second == rows_.size()) rows_.emplace_back(members_.size(), base::no_index);
    rows_[place->second][member] = entry;
  }
}

// What two entries must share to be the same: the texts of their keys, and the very function, as
// there may be several of one name. Of an address where nothing is mapped, whoever saw it first
// decides what level it is of.
std::string HistogramGroup::identity(std::size_t member, std::uint32_t entry) const {
  const Histogram& histogram = *members_[member];
  std::string identity;
  for (const Key key : histogram.options().groups.keys) {
    const std::string text = histogram.text(entry, key);
    if (key == Key::sym)  // "[k] name"
      identity += std::to_string(histogram.frame_of(entry).label(false)) + text.substr(level);
    else
      identity += text;
    identity += '\0';
  }
  return identity;
}

// With children by those of the leader alone, as perf does; what is equal stays as it was added.
void HistogramGroup::sort() {
  const auto costs = [this](const Row& row) {
    std::vector<std::uint64_t> periods(row.size());
    for (std::size_t member = 0; member < row.size(); ++member) {
      periods[member] = self(row, member).period;
    }
    return periods;
  };
  const bool with_children = members_.front()->options().children;
  std::stable_sort(rows_.begin(), rows_.end(), [&](const Row& a, const Row& b) {
    return with_children ? children(a, 0).period > children(b, 0).period : costs(a) > costs(b);
  });
}

}  // namespace perf::report
