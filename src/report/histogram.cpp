#include "report/histogram.h"

#include <algorithm>
#include <future>
#include <numeric>
#include <thread>

#include "base/threads.h"

namespace perf::report {
namespace {

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

}  // namespace

// An entry's place in the order of costs, without a look at anything else.
struct Histogram::SortItem {
  std::uint64_t children = 0, self = 0, tie = 0;
  base::Address place = 0;
  std::uint32_t entry = 0;

  bool operator<(const SortItem& other) const {
    if (children != other.children) return children > other.children;
    if (self != other.self) return self > other.self;
    if (tie != other.tie) return tie < other.tie;
    return place < other.place;
  }
};

Histogram::Histogram(std::shared_ptr<const Forest> forest, std::size_t event,
                     HistogramOptions options)
    : forest_(std::move(forest)),
      options_(std::move(options)),
      row_groups_(profile(), options_.groups),
      frame_groups_(profile(), options_.groups) {
  if (options_.threads == 0) options_.threads = std::max(1U, std::thread::hardware_concurrency());
  build(event);
  join_entries();
}

FrameNumbers Histogram::number_frames() {
  FrameNumbers numbers;
  for (std::size_t shard = 0; shard < forest_->shards(); ++shard) {
    const auto& frames = forest_->frames(shard);
    const std::size_t count = forest_->frame_count(shard);
    numbers.as_leaf.push_back(frame_groups_.groups(frames, count));
    if (!options_.children) continue;
    numbers.in_chain.push_back(frame_groups_.groups_in_chains(frames, numbers.as_leaf.back()));
  }
  numbers.groups = frame_groups_.size();
  return numbers;
}

// Rows told apart by group at once, where a task alone does not decide.
std::vector<StackRow> Histogram::rows_by_group(std::size_t event) {
  FilterVerdicts filter(options_.filter, *forest_);
  return forest_->rows_by(event, [&](const Rows& rows, std::size_t row, std::uint32_t stack) {
    const Cost cost = rows.cost(row);
    total_ += cost;
    if (options_.filter.cpu && !options_.filter.cpu(rows.cpu.empty() ? no_cpu : rows.cpu[row])) {
      return base::no_index;
    }
    if (!filter.passes(rows.task[row], stack)) return base::no_index;
    passed_ += cost;
    return row_groups_.group(rows, row);
  });
}

// The group of each row by task; no_index: it does not pass.
std::vector<std::uint32_t> Histogram::groups_of(const std::vector<StackRow>& rows) {
  FilterVerdicts filter(options_.filter, *forest_);
  std::vector<std::uint32_t> groups(rows.size(), base::no_index);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    total_ += rows[i].cost;
    if (!filter.passes(rows[i].who, rows[i].stack)) continue;
    passed_ += rows[i].cost;
    groups[i] = row_groups_.group_of_task(rows[i].who);
  }
  return groups;
}

Histogram::Grouped Histogram::grouped_rows(std::size_t event) {
  std::vector<StackRow> by_group;
  std::vector<std::uint32_t> groups;
  const bool by_sample = row_groups_.by_sample() || options_.filter.cpu;
  if (by_sample) {
    by_group = rows_by_group(event);
    for (const StackRow& row : by_group) groups.push_back(row.who);
  } else {
    groups = groups_of(forest_->rows(event));
  }
  const std::vector<StackRow>& rows = by_sample ? by_group : forest_->rows(event);
  Grouped out;
  out.begin.assign(row_groups_.size() + 1, 0);
  for (const std::uint32_t group : groups) {
    if (group != base::no_index) ++out.begin[group + 1];
  }
  std::partial_sum(out.begin.begin(), out.begin.end(), out.begin.begin());
  out.rows.resize(out.begin.back());
  std::vector<std::size_t> next(out.begin);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (groups[i] != base::no_index) out.rows[next[groups[i]]++] = rows[i];
  }
  return out;
}

// Groups share no path and no entry, so every part is built on a thread of its own, and the frames
// are numbered meanwhile.
void Histogram::build(std::size_t event) {
  const bool threaded = options_.threads > 1;
  const auto policy = threaded ? std::launch::async : std::launch::deferred;
  std::shared_future<FrameNumbers> numbers =
      std::async(policy, [this] { return number_frames(); }).share();
  const Grouped rows = grouped_rows(event);
  std::vector<std::size_t> sizes(row_groups_.size(), 0);
  for (std::uint32_t group = 0; group < sizes.size(); ++group) sizes[group] = rows.of(group).size();
  const std::size_t parts = std::clamp<std::size_t>(sizes.size(), 1, options_.threads);
  const auto groups = shared_out(sizes, parts);
  for (std::size_t i = 0; i < parts; ++i) {
    parts_.push_back(std::make_unique<Paths>(*forest_, options_.children, options_.stacks,
                                             options_.callee_first));
  }
  const auto work = [&](std::size_t part) {
    for (const std::uint32_t group : groups[part]) parts_[part]->take(group, rows.of(group));
    parts_[part]->finish(numbers.get());
  };
  base::Threads threads;
  for (std::size_t part = 1; part < parts; ++part) threads.start([&work, part] { work(part); });
  work(0);
  threads.wait();
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

std::vector<Histogram::SortItem> Histogram::sort_items(std::span<const std::uint32_t> entries,
                                                       Costs costs) const {
  const std::vector<std::uint32_t> row_ranks = row_groups_.ranks();
  const std::vector<FrameGroups::Rank> frame_ranks = frame_groups_.ranks();
  std::vector<SortItem> items(entries.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Entry& entry = entries_[entries[i]];
    const FrameGroups::Rank& frame = frame_ranks[entry.frame_group];
    items[i] = {costs == Costs::self ? 0 : entry.children.period, entry.self.period,
                base::pack(row_ranks[entry.row_group], frame.object), frame.place, entries[i]};
  }
  return items;
}

std::vector<std::uint32_t> Histogram::by_cost(Costs costs) const {
  std::vector<std::uint32_t> order(entries_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<SortItem> items = sort_items(order, costs);
  const auto middle =
      items.begin() + static_cast<std::ptrdiff_t>(options_.threads > 1 ? items.size() / 2 : 0);
  std::thread other([&] { std::sort(items.begin(), middle); });
  std::sort(middle, items.end());
  other.join();
  std::vector<SortItem> merged(items.size());
  std::merge(items.begin(), middle, middle, items.end(), merged.begin());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = merged[i].entry;
  return order;
}

std::vector<std::uint32_t> Histogram::costliest(std::uint64_t least, std::size_t& sorted) const {
  std::vector<std::uint64_t> costs;
  for (const Entry& entry : entries_) {
    if (entry.children.period >= least) costs.push_back(entry.children.period);
  }
  sorted = std::min(sorted, costs.size());
  std::uint64_t limit = least;
  if (sorted < costs.size()) {
    const auto last = costs.begin() + static_cast<std::ptrdiff_t>(sorted);
    std::nth_element(costs.begin(), last, costs.end(), std::greater());
    limit = *last;
  }
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> rest;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    const std::uint64_t cost = entries_[i].children.period;
    if (cost >= least) (cost >= limit ? order : rest).push_back(i);
  }
  std::vector<SortItem> items = sort_items(order, Costs::children_and_self);
  std::sort(items.begin(), items.end());
  sorted = items.size();
  for (std::size_t i = 0; i < items.size(); ++i) order[i] = items[i].entry;
  order.insert(order.end(), rest.begin(), rest.end());
  return order;
}

void Histogram::sort_by_key(std::vector<std::uint32_t>& order, Key key) const {
  const bool frame = of_frame(key);
  const std::vector<std::uint64_t> places =
      frame ? frame_groups_.places(key) : row_groups_.places(key);
  sort_by_number(order, [&](const Entry& entry) {
    return places[frame ? entry.frame_group : entry.row_group];
  });
}

void Histogram::sort_by_number(std::vector<std::uint32_t>& order, const Number& number) const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> items;
  items.reserve(order.size());
  for (const std::uint32_t entry : order) items.emplace_back(number(entries_[entry]), entry);
  std::ranges::stable_sort(items, {}, &std::pair<std::uint64_t, std::uint32_t>::first);
  std::ranges::transform(items, order.begin(), [](const auto& item) { return item.second; });
}

}  // namespace perf::report
