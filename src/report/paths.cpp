#include "report/paths.h"

#include <algorithm>
#include <numeric>

#include "report/groups.h"

namespace perf::report {
namespace {

std::uint64_t pack(std::uint32_t high, std::uint32_t low) {
  return (std::uint64_t{high} << 32) | low;
}

}  // namespace

Paths::Paths(const std::vector<std::shared_ptr<const Shard>>& shards,
             const std::vector<FrameNumbers>& numbers, bool children, bool stacks, bool from_inside)
    : shards_(shards),
      numbers_(numbers),
      children_(children && stacks),
      stacks_(stacks),
      from_inside_(from_inside) {
  // Room for every node there is: memory that is not touched costs nothing, growing does.
  std::size_t nodes = 0;
  for (const auto& shard : shards) {
    known_paths_.emplace_back(stacks ? shard->nodes.size() : 0);
    nodes += known_paths_.back().size();
  }
  paths_.reserve(nodes);
  links_.reserve(nodes);
}

// Sums rows of one stack, so that every stack is placed once.
void Paths::take(std::uint32_t group, std::uint32_t shard, std::span<const StackRow> rows) {
  for (std::size_t i = 0; i < rows.size();) {
    StackRow sum{rows[i].stack, {}, ~0ULL};
    for (; i < rows.size() && rows[i].stack == sum.stack; ++i) {
      sum.cost += rows[i].cost;
      sum.first = std::min(sum.first, rows[i].first);
    }
    add_stack(group, shard, sum);
  }
}

void Paths::finish() {
  known_paths_.clear();
  if (children_) name_paths();
  sum_paths();
  if (children_) {
    add_children();
    name_levels();
  } else {
    for (Entry& entry : entries_) entry.children = entry.self;
  }
  sort_self_paths();
}

void Paths::add_stack(std::uint32_t group, std::uint32_t shard, const StackRow& row) {
  const Stack& chain = shards_[shard]->stacks[row.stack];
  const std::uint32_t number = entry_of(group, numbers_[shard].as_leaf[chain.leaf]);
  const char level = level_of(shards_[shard]->frames[chain.leaf]);
  Entry& entry = entries_[number];
  entry.self += row.cost;
  if (row.first < entry.first) {
    entry.first = row.first;
    entry.level = level;
  }
  if (!stacks_) return;
  const std::uint32_t path = path_of(shard, group, chain.node);
  paths_[path].self += row.cost;
  paths_[path].first = std::min(paths_[path].first, row.first * 2 + (level == 'k' ? 1 : 0));
  self_paths_.push_back({number, path, row.cost});
}

std::uint32_t Paths::entry_of(std::uint32_t row_group, std::uint32_t frame_group) {
  bool fresh = false;
  std::uint32_t& number = entry_numbers_.get(pack(row_group, frame_group), fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(entries_.size());
    Entry entry;
    entry.row_group = row_group;
    entry.frame_group = frame_group;
    entries_.push_back(entry);
  }
  return number;
}

// The path of a shard's trie node in the group's tree, made with every path that leads to it.
std::uint32_t Paths::path_of(std::uint32_t shard, std::uint32_t group, std::uint32_t trie_node) {
  if (trie_node == 0) {
    if (roots_.empty() || paths_[roots_.back()].row_group != group) {
      roots_.push_back(links_.add_root(group));
      Path root;
      root.row_group = group;
      paths_.push_back(root);
    }
    return roots_.back();
  }
  if (const Known known = known_paths_[shard][trie_node]; known.group == group) return known.path;
  const TrieNode& node = shards_[shard]->nodes[trie_node];
  const std::uint32_t parent = path_of(shard, group, node.parent);
  std::uint32_t path = links_.find(parent, node.label);
  if (path == base::no_index) {
    path = links_.add(parent, node.label);
    Path made;
    made.shard = shard;
    made.frame = node.frame;
    made.row_group = group;
    paths_.push_back(made);
  }
  known_paths_[shard][trie_node] = {group, path};
  return path;
}

// Gives every path its entry; the table's slots are fetched some paths ahead.
void Paths::name_paths() {
  constexpr std::size_t ahead = 16;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    if (i + ahead < paths_.size() && paths_[i + ahead].frame != base::no_index) {
      const Path& later = paths_[i + ahead];
      entry_numbers_.prefetch(pack(later.row_group, numbers_[later.shard].in_chain[later.frame]));
    }
    Path& path = paths_[i];
    if (path.frame == base::no_index) continue;
    path.entry = entry_of(path.row_group, numbers_[path.shard].in_chain[path.frame]);
  }
}

// What a path's parent is told of the first sample: with callees shown first, perf goes on with the
// mode of the resolved frame inside.
std::uint64_t Paths::first_seen_from(const Path& path) const {
  if (!from_inside_ || path.frame == base::no_index) return path.first;
  const Frame& frame = shards_[path.shard]->frames[path.frame];
  if (frame.object == base::no_index) return path.first;
  return (path.first & ~1ULL) | (level_of(frame) == 'k' ? 1U : 0U);
}

// Parents stand before their children, so one pass from the end sums every subtree.
void Paths::sum_paths() {
  for (std::size_t i = paths_.size(); i-- > 0;) {
    paths_[i].inclusive += paths_[i].self;
    const std::uint32_t parent = links_[static_cast<std::uint32_t>(i)].parent;
    if (parent == base::no_index) continue;
    paths_[parent].inclusive += paths_[i].inclusive;
    paths_[parent].first = std::min(paths_[parent].first, first_seen_from(paths_[i]));
  }
}

// An entry's inclusive cost: every path on which it stands outermost, so that recursion counts
// once; and its own samples whose chain does not contain it.
void Paths::add_children() {
  const auto on_the_way = [this](std::uint32_t from, std::uint32_t entry) {
    for (std::uint32_t up = from; up != base::no_index; up = links_[up].parent) {
      if (paths_[up].entry == entry) return true;
    }
    return false;
  };
  std::vector<std::uint32_t> outermost;
  for (std::uint32_t i = 0; i < paths_.size(); ++i) {
    const Path& path = paths_[i];
    if (path.frame == base::no_index || on_the_way(links_[i].parent, path.entry)) continue;
    entries_[path.entry].children += path.inclusive;
    outermost.push_back(i);
  }
  for (const SelfPath& self : self_paths_) {
    if (!on_the_way(self.path, self.entry)) entries_[self.entry].children += self.cost;
  }
  outermost_begin_.assign(entries_.size() + 1, 0);
  for (const std::uint32_t path : outermost) ++outermost_begin_[paths_[path].entry + 1];
  std::partial_sum(outermost_begin_.begin(), outermost_begin_.end(), outermost_begin_.begin());
  outermost_.resize(outermost.size());
  std::vector<std::uint32_t> next(outermost_begin_.begin(), outermost_begin_.end() - 1);
  for (const std::uint32_t path : outermost) outermost_[next[paths_[path].entry]++] = path;
}

// Addresses where nothing is mapped, as perf names them: by the mode of the nearest resolved frame
// outside, else of the sampled address, in the first sample that met them.
void Paths::name_levels() {
  std::vector<char> outside(paths_.size(), 0);
  for (std::uint32_t i = 0; i < paths_.size(); ++i) {
    const Path& path = paths_[i];
    if (path.frame == base::no_index) continue;
    const Frame& frame = shards_[path.shard]->frames[path.frame];
    const bool mapped = frame.object != base::no_index;
    if (!from_inside_) outside[i] = mapped ? level_of(frame) : outside[links_[i].parent];
    if (mapped) continue;
    Entry& entry = entries_[path.entry];
    if (path.first / 2 >= entry.first) continue;
    entry.first = path.first / 2;
    entry.level = outside[i] != 0 ? outside[i] : (path.first & 1U) != 0 ? 'k' : '.';
  }
}

void Paths::sort_self_paths() {
  self_begin_.assign(entries_.size() + 1, 0);
  for (const SelfPath& self : self_paths_) ++self_begin_[self.entry + 1];
  std::partial_sum(self_begin_.begin(), self_begin_.end(), self_begin_.begin());
  std::vector<SelfPath> sorted(self_paths_.size());
  std::vector<std::uint32_t> next(self_begin_.begin(), self_begin_.end() - 1);
  for (const SelfPath& self : self_paths_) sorted[next[self.entry]++] = self;
  self_paths_ = std::move(sorted);
}

std::span<const std::uint32_t> Paths::outermost(std::uint32_t entry) const {
  if (outermost_begin_.empty()) return {};
  return std::span(outermost_)
      .subspan(outermost_begin_[entry], outermost_begin_[entry + 1] - outermost_begin_[entry]);
}

std::span<const SelfPath> Paths::self_paths(std::uint32_t entry) const {
  return std::span(self_paths_)
      .subspan(self_begin_[entry], self_begin_[entry + 1] - self_begin_[entry]);
}

}  // namespace perf::report
