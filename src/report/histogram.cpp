#include "report/histogram.h"

#include <algorithm>
#include <numeric>
#include <thread>

namespace perf::report {
namespace {

std::uint64_t pack(std::uint32_t high, std::uint32_t low) {
  return (std::uint64_t{high} << 32) | low;
}

Cost cost_of(const Rows& rows, std::size_t row) {
  return {rows.period[row], rows.count.empty() ? 1 : rows.count[row]};
}

// Which part takes which group: the largest first, each to the part that has least.
std::vector<std::vector<std::uint32_t>> shared_out(const std::vector<std::size_t>& sizes,
                                                   std::size_t parts) {
  std::vector<std::uint32_t> order(sizes.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return sizes[a] > sizes[b]; });
  std::vector<std::vector<std::uint32_t>> groups(parts);
  std::vector<std::size_t> loads(parts, 0);
  for (const std::uint32_t group : order) {
    const auto least =
        static_cast<std::size_t>(std::min_element(loads.begin(), loads.end()) - loads.begin());
    groups[least].push_back(group);
    loads[least] += sizes[group];
  }
  return groups;
}

// An entry's place in the order of costs, without a look at anything else.
struct SortItem {
  std::uint64_t children, self, tie;
  base::Address place;
  std::uint32_t entry;

  bool operator<(const SortItem& other) const {
    if (children != other.children) return children > other.children;
    if (self != other.self) return self > other.self;
    if (tie != other.tie) return tie < other.tie;
    return place < other.place;
  }
};

}  // namespace

Histogram::Histogram(std::shared_ptr<const Profile> profile, std::size_t event,
                     HistogramOptions options)
    : profile_(std::move(profile)),
      options_(std::move(options)),
      row_groups_(*profile_, options_.groups),
      frame_groups_(*profile_, options_.groups),
      shards_(profile_->shards()) {
  if (options_.threads == 0) options_.threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<Grouped> rows;
  const auto group_rows = [&] {
    for (const auto& shard : shards_) rows.push_back(grouped(*shard, event));
  };
  if (options_.threads > 1) {
    std::thread other(group_rows);
    number_frames();
    other.join();
    // What was sampled meanwhile may use frames that were not numbered.
    number_frames();
  } else {
    group_rows();
    number_frames();
  }
  build(rows);
  numbers_.clear();
  join_entries();
}

void Histogram::number_frames() {
  numbers_.resize(shards_.size());
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    if (numbers_[i].as_leaf.size() == shards_[i]->frames.size()) continue;
    numbers_[i].as_leaf = frame_groups_.groups(*shards_[i]);
    if (!options_.children) continue;
    numbers_[i].in_chain = frame_groups_.groups_in_chains(*shards_[i], numbers_[i].as_leaf);
  }
}

std::span<const StackRow> Histogram::Grouped::of(std::uint32_t group) const {
  if (group + 1 >= begin.size()) return {};  // a group that only later shards have
  return std::span(rows).subspan(begin[group], begin[group + 1] - begin[group]);
}

Histogram::Grouped Histogram::grouped(const Shard& shard, std::size_t event) {
  const std::vector<Batch> batches = shard.batches(event);
  ShardFilter filter(options_.filter, *profile_, shard);
  std::vector<std::pair<std::uint32_t, StackRow>> passed;
  std::size_t size = 0;
  for (const Batch& batch : batches) size += batch->size();
  passed.reserve(size);
  for (const Batch& batch : batches) {
    for (std::size_t row = 0; row < batch->size(); ++row) {
      const Cost cost = cost_of(*batch, row);
      total_ += cost;
      if (!filter.passes(*batch, row)) continue;
      passed_ += cost;
      passed.push_back(
          {row_groups_.group(*batch, row), {batch->stack[row], cost, batch->time[row]}});
    }
  }
  Grouped out;
  out.begin.assign(row_groups_.size() + 1, 0);
  for (const auto& [group, row] : passed) ++out.begin[group + 1];
  std::partial_sum(out.begin.begin(), out.begin.end(), out.begin.begin());
  out.rows.resize(passed.size());
  std::vector<std::size_t> next(out.begin);
  for (const auto& [group, row] : passed) out.rows[next[group]++] = row;
  return out;
}

// Groups share no path and no entry, so every part is built on a thread of its own.
void Histogram::build(const std::vector<Grouped>& rows) {
  std::vector<std::size_t> sizes(row_groups_.size(), 0);
  for (std::uint32_t group = 0; group < sizes.size(); ++group) {
    for (const Grouped& shard : rows) sizes[group] += shard.of(group).size();
  }
  const std::size_t parts = std::clamp<std::size_t>(sizes.size(), 1, options_.threads);
  const auto groups = shared_out(sizes, parts);
  for (std::size_t i = 0; i < parts; ++i) {
    parts_.push_back(std::make_unique<Paths>(shards_, numbers_, options_.children, options_.stacks,
                                             options_.callee_first));
  }
  const auto work = [&](std::size_t part) {
    std::vector<StackRow> sorted;
    for (const std::uint32_t group : groups[part]) {
      for (std::uint32_t shard = 0; shard < rows.size(); ++shard) {
        const auto of_group = rows[shard].of(group);
        sorted.assign(of_group.begin(), of_group.end());
        std::sort(sorted.begin(), sorted.end(),
                  [](const StackRow& a, const StackRow& b) { return a.stack < b.stack; });
        parts_[part]->take(group, shard, sorted);
      }
    }
    parts_[part]->finish();
  };
  std::vector<std::thread> threads;
  for (std::size_t part = 1; part < parts; ++part) threads.emplace_back(work, part);
  work(0);
  for (std::thread& thread : threads) thread.join();
}

void Histogram::join_entries() {
  for (const auto& part : parts_) {
    first_entry_.push_back(static_cast<std::uint32_t>(entries_.size()));
    std::vector<Entry> of_part = std::move(part->entries());
    part->entries().clear();
    if (entries_.empty())
      entries_ = std::move(of_part);
    else
      entries_.insert(entries_.end(), of_part.begin(), of_part.end());
  }
}

Histogram::PartEntry Histogram::place_of(std::uint32_t entry) const {
  const auto after = std::upper_bound(first_entry_.begin(), first_entry_.end(), entry);
  const auto part = static_cast<std::uint32_t>(after - first_entry_.begin() - 1);
  return {part, entry - first_entry_[part]};
}

std::string Histogram::text(std::uint32_t entry, Key key) const {
  const Entry& of = entries_[entry];
  if (!of_frame(key)) return row_groups_.text(of.row_group, key);
  std::string text = frame_groups_.text(of.frame_group, key);
  const bool mapped = frame_of(entry).object != base::no_index;
  if (key == Key::sym && !mapped && of.level != 0) text[1] = of.level;
  return text;
}

std::vector<std::uint32_t> Histogram::by_cost(Costs costs) const {
  const std::vector<std::uint32_t> row_ranks = row_groups_.ranks();
  const std::vector<FrameGroups::Rank> frame_ranks = frame_groups_.ranks();
  std::vector<SortItem> items(entries_.size());
  const auto sort_range = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const Entry& entry = entries_[i];
      const FrameGroups::Rank& frame = frame_ranks[entry.frame_group];
      items[i] = {costs == Costs::self ? 0 : entry.children.period, entry.self.period,
                  pack(row_ranks[entry.row_group], frame.object), frame.place,
                  static_cast<std::uint32_t>(i)};
    }
    std::sort(items.begin() + static_cast<std::ptrdiff_t>(begin),
              items.begin() + static_cast<std::ptrdiff_t>(end));
  };
  const std::size_t middle = options_.threads > 1 ? items.size() / 2 : 0;
  std::thread other(sort_range, 0, middle);
  sort_range(middle, items.size());
  other.join();
  std::vector<SortItem> merged(items.size());
  const auto half = items.begin() + static_cast<std::ptrdiff_t>(middle);
  std::merge(items.begin(), half, half, items.end(), merged.begin());
  std::vector<std::uint32_t> order(merged.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = merged[i].entry;
  return order;
}

void Histogram::sort_by_key(std::vector<std::uint32_t>& order, Key key) const {
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Entry& left = entries_[a];
    const Entry& right = entries_[b];
    return of_frame(key) ? frame_groups_.compare(left.frame_group, right.frame_group, key) < 0
                         : row_groups_.compare(left.row_group, right.row_group, key) < 0;
  });
}

}  // namespace perf::report
