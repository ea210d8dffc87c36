#include "report/paths.h"

#include <algorithm>
#include <numeric>

namespace perf::report {

Paths::Paths(const Forest& forest, bool children, bool stacks, bool from_inside)
    : forest_(forest), children_(children && stacks), stacks_(stacks), from_inside_(from_inside) {
  // Memory that is not touched costs nothing, growing does.
  if (stacks_) paths_.reserve(forest.nodes().size());
}

void Paths::take(std::uint32_t group, std::span<const StackRow> rows) {
  groups_.push_back({group, paths_.size(), rows_.size()});
  if (!stacks_) {
    for (const StackRow& row : rows) rows_.push_back({row, 0, 0});
    return;
  }
  const auto root = static_cast<std::uint32_t>(paths_.size());
  paths_.push_back({0, base::no_index, root + 1, base::no_index, {}, {}});
  chain_.assign(1, root);
  for (const StackRow& row : rows) {
    const std::uint32_t path = path_of(forest_.stacks()[row.stack].node);
    paths_[path].self += row.cost;
    rows_.push_back({row, path, 0});
  }
}

// The path that leads to a node. Nodes come in preorder, so it goes on from a path of the chain
// before, and all that is new comes behind the rest.
std::uint32_t Paths::path_of(std::uint32_t node) {
  const std::span<const ForestNode> nodes = forest_.nodes();
  while (nodes[node].depth >= chain_.size() || paths_[chain_[nodes[node].depth]].node != node) {
    climb_.push_back(node);
    node = nodes[node].parent;
  }
  chain_.resize(nodes[node].depth + 1U);
  for (; !climb_.empty(); climb_.pop_back()) {
    const auto path = static_cast<std::uint32_t>(paths_.size());
    paths_.push_back({climb_.back(), chain_.back(), path + 1, base::no_index, {}, {}});
    chain_.push_back(path);
  }
  return chain_.back();
}

void Paths::finish(const FrameNumbers& numbers) {
  slots_.assign(numbers.groups, {});
  first_.assign(paths_.size(), ~0ULL);
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const bool last = i + 1 == groups_.size();
    name_rows(groups_[i], last ? rows_.size() : groups_[i + 1].first_row, numbers);
    if (children_) {
      name_paths(groups_[i], last ? paths_.size() : groups_[i + 1].first_path, numbers);
    }
  }
  slots_ = {};
  sum_paths();
  if (children_) {
    add_children();
    name_levels();
  } else {
    for (Entry& entry : entries_) entry.children = entry.self;
  }
  if (stacks_) sort_self_paths();
  groups_ = {};
  rows_ = {};
  first_ = {};
}

std::uint32_t Paths::entry_of(std::uint32_t row_group, std::uint32_t frame_group) {
  Slot& slot = slots_[frame_group];
  if (slot.row_group != row_group) {
    slot = {row_group, static_cast<std::uint32_t>(entries_.size())};
    Entry entry;
    entry.row_group = row_group;
    entry.frame_group = frame_group;
    entries_.push_back(entry);
  }
  return slot.entry;
}

void Paths::name_rows(const Group& group, std::size_t end, const FrameNumbers& numbers) {
  for (std::size_t i = group.first_row; i < end; ++i) {
    OwnRow& own = rows_[i];
    const ForestStack& stack = forest_.stacks()[own.row.stack];
    own.entry = entry_of(group.number, numbers.as_leaf[stack.shard][stack.leaf]);
    Entry& entry = entries_[own.entry];
    entry.self += own.row.cost;
    if (own.row.first < entry.first) {
      entry.first = own.row.first;
      entry.level = stack.level;
    }
    if (!stacks_) continue;
    std::uint64_t& first = first_[own.path];
    first = std::min(first, own.row.first * 2 + (stack.level == 'k' ? 1 : 0));
  }
}

// The slots are fetched some paths ahead.
void Paths::name_paths(const Group& group, std::size_t end, const FrameNumbers& numbers) {
  constexpr std::size_t ahead = 16;
  const auto frame_group = [&](std::size_t path) {
    const ForestNode& node = forest_.nodes()[paths_[path].node];
    return numbers.in_chain[node.shard][node.frame];
  };
  for (std::size_t i = group.first_path + 1; i < end; ++i) {
    if (i + ahead < end) __builtin_prefetch(&slots_[frame_group(i + ahead)]);
    paths_[i].entry = entry_of(group.number, frame_group(i));
  }
}

// What a path's parent is told of the first sample: with callees shown first, perf goes on with the
// mode of the resolved frame inside.
std::uint64_t Paths::first_seen_from(std::size_t path) const {
  const char level = forest_.nodes()[paths_[path].node].level;
  if (!from_inside_ || level == 0) return first_[path];
  return (first_[path] & ~1ULL) | (level == 'k' ? 1U : 0U);
}

// Parents stand before their children, so one pass from the end sums every subtree.
void Paths::sum_paths() {
  for (std::size_t i = paths_.size(); i-- > 0;) {
    Path& path = paths_[i];
    path.inclusive += path.self;
    if (path.parent == base::no_index) continue;
    Path& parent = paths_[path.parent];
    parent.inclusive += path.inclusive;
    parent.end = std::max(parent.end, path.end);
    first_[path.parent] = std::min(first_[path.parent], first_seen_from(i));
  }
}

// An entry's inclusive cost: every path on which it stands outermost, so that recursion counts
// once; and its own samples whose chain does not contain it.
void Paths::add_children() {
  std::vector<std::uint32_t> on_the_way(entries_.size(), 0);  // how often, on the chain at hand
  std::vector<std::uint32_t> outermost;
  auto row = rows_.begin();
  chain_.clear();
  for (std::uint32_t i = 0; i < paths_.size(); ++i) {
    for (; !chain_.empty() && paths_[chain_.back()].end <= i; chain_.pop_back()) {
      --on_the_way[paths_[chain_.back()].entry];
    }
    const Path& path = paths_[i];
    if (path.parent != base::no_index) {
      chain_.push_back(i);
      if (++on_the_way[path.entry] == 1) {
        entries_[path.entry].children += path.inclusive;
        outermost.push_back(i);
      }
    }
    for (; row != rows_.end() && row->path == i; ++row) {
      if (on_the_way[row->entry] == 0) entries_[row->entry].children += row->row.cost;
    }
  }
  sort_outermost(outermost);
}

// Addresses where nothing is mapped, as perf names them: by the mode of the nearest resolved frame
// outside, else of the sampled address, in the first sample that met them.
void Paths::name_levels() {
  std::vector<char> outside(paths_.size(), 0);
  for (std::uint32_t i = 0; i < paths_.size(); ++i) {
    const Path& path = paths_[i];
    if (path.parent == base::no_index) continue;
    const char level = forest_.nodes()[path.node].level;
    if (!from_inside_) outside[i] = level != 0 ? level : outside[path.parent];
    if (level != 0) continue;
    Entry& entry = entries_[path.entry];
    if (first_[i] / 2 >= entry.first) continue;
    entry.first = first_[i] / 2;
    entry.level = outside[i] != 0 ? outside[i] : (first_[i] & 1U) != 0 ? 'k' : '.';
  }
}

void Paths::sort_outermost(const std::vector<std::uint32_t>& outermost) {
  outermost_begin_.assign(entries_.size() + 1, 0);
  for (const std::uint32_t path : outermost) ++outermost_begin_[paths_[path].entry + 1];
  std::partial_sum(outermost_begin_.begin(), outermost_begin_.end(), outermost_begin_.begin());
  outermost_.resize(outermost.size());
  std::vector<std::uint32_t> next(outermost_begin_.begin(), outermost_begin_.end() - 1);
  for (const std::uint32_t path : outermost) outermost_[next[paths_[path].entry]++] = path;
}

void Paths::sort_self_paths() {
  self_begin_.assign(entries_.size() + 1, 0);
  for (const OwnRow& own : rows_) ++self_begin_[own.entry + 1];
  std::partial_sum(self_begin_.begin(), self_begin_.end(), self_begin_.begin());
  self_paths_.resize(rows_.size());
  std::vector<std::uint32_t> next(self_begin_.begin(), self_begin_.end() - 1);
  for (const OwnRow& own : rows_) {
    self_paths_[next[own.entry]++] = {own.entry, own.path, own.row.cost};
  }
}

std::vector<std::uint32_t> Paths::roots() const {
  std::vector<std::uint32_t> roots;
  for (std::uint32_t path = 0; path < paths_.size(); path = paths_[path].end) roots.push_back(path);
  return roots;
}

std::span<const std::uint32_t> Paths::outermost(std::uint32_t entry) const {
  if (outermost_begin_.empty()) return {};
  return std::span(outermost_)
      .subspan(outermost_begin_[entry], outermost_begin_[entry + 1] - outermost_begin_[entry]);
}

std::span<const SelfPath> Paths::self_paths(std::uint32_t entry) const {
  if (self_begin_.empty()) return {};
  return std::span(self_paths_)
      .subspan(self_begin_[entry], self_begin_[entry + 1] - self_begin_[entry]);
}

}  // namespace perf::report
