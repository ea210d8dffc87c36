#include "report/forest.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/threads.h"
#include "report/groups.h"

namespace perf::report {
namespace {

constexpr std::size_t ahead = 16;  // rows and nodes: so far ahead memory is asked for

// Calls work(i) for i = 0 … count-1, each in a thread of its own unless only one is allowed.
template <class Work>
void side_by_side(std::size_t count, unsigned threads, Work&& work) {
  base::Threads others;
  for (std::size_t i = 1; i < count && threads > 1; ++i) others.start([&work, i] { work(i); });
  for (std::size_t i = 0; i < (threads > 1 ? std::min<std::size_t>(count, 1) : count); ++i) work(i);
  others.wait();
}

}  // namespace

Forest::Forest(std::shared_ptr<const Profile> profile, unsigned threads)
    : profile_(std::move(profile)), threads_(std::max(1U, threads)), rows_(profile_->events()) {
  take_shards();
  place_nodes();
  place_stacks();
}

// Batches first: whatever they refer to was there before them.
void Forest::take_shards() {
  for (const auto& shard : profile_->shards()) {
    Part part;
    part.shard = shard;
    for (std::size_t event = 0; event < profile_->events(); ++event) {
      part.batches.push_back(shard->batches(event));
    }
    part.stacks = shard->stacks.size();
    part.nodes = shard->nodes.size();
    part.frames = shard->frames.size();
    part.first_node = node_count_;
    part.first_stack = stack_count_;
    node_count_ += part.nodes;
    stack_count_ += part.stacks;
    shards_.push_back(std::move(part));
  }
}

bool Forest::is_current() const {
  const auto shards = profile_->shards();
  if (shards.size() != shards_.size()) return false;
  for (std::size_t i = 0; i < shards.size(); ++i) {
    for (std::size_t event = 0; event < profile_->events(); ++event) {
      if (shards[i]->batches(event) != shards_[i].batches[event]) return false;
    }
  }
  return true;
}

// What a path is known by in every shard: the labels from the root to its end.
std::vector<std::uint64_t> Forest::hash_paths() const {
  std::vector<std::uint64_t> hashes(node_count_);
  side_by_side(shards_.size(), threads_, [&](std::size_t shard) {
    const Part& part = shards_[shard];
    std::uint64_t* of_shard = hashes.data() + part.first_node;
    for (std::size_t i = 1; i < part.nodes; ++i) {
      const TrieNode& node = part.shard->nodes[i];
      of_shard[i] = base::hash_pair(of_shard[node.parent], node.label) >> 1;
    }
  });
  return hashes;
}

// The number of the first node of each path, by all that stand for it. Every second path, by its
// hash, is another thread's.
Forest::Numbers Forest::unite() const {
  Numbers first(node_count_);
  if (shards_.size() == 1) {
    std::iota(first.begin(), first.end(), 0U);
    return first;
  }
  const std::vector<std::uint64_t> hashes = hash_paths();
  side_by_side(2, threads_, [&](std::size_t side) {
    base::FlatMap<std::uint32_t> numbers(node_count_ / 3);
    for (std::size_t i = 0; i < node_count_; ++i) {
      if (i + ahead < node_count_) numbers.prefetch(hashes[i + ahead]);
      if ((hashes[i] & 1) != side) continue;
      bool fresh = false;
      std::uint32_t& number = numbers.get(hashes[i], fresh);
      if (fresh) number = static_cast<std::uint32_t>(i);
      first[i] = number;
    }
  });
  return first;
}

// Every path's parent was numbered before it, so one pass from the end counts all subtrees, and one
// from the start gives each its stretch.
void Forest::place_nodes() {
  const Numbers first = unite();
  Numbers sizes(node_count_, 0);
  const auto each_path = [&](const Part& part, std::size_t i, auto&& visit) {
    const std::size_t number = part.first_node + i;
    if (first[number] != number) return;
    const TrieNode& node = part.shard->nodes[i];
    visit(number, i == 0 ? base::no_index : first[part.first_node + node.parent], node, part);
  };
  std::size_t count = 0;
  for (std::size_t shard = shards_.size(); shard-- > 0;) {
    for (std::size_t i = shards_[shard].nodes; i-- > 0;) {
      each_path(shards_[shard], i, [&](std::size_t number, std::uint32_t parent, auto&, auto&) {
        ++count;
        ++sizes[number];
        if (parent != base::no_index) sizes[parent] += sizes[number];
      });
    }
  }
  // From here on `sizes` holds where the next child of a node goes.
  nodes_.resize(std::max<std::size_t>(count, 1));
  place_.resize(node_count_);
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    for (std::size_t i = 0; i < shards_[shard].nodes; ++i) {
      each_path(shards_[shard], i,
                [&](std::size_t number, std::uint32_t parent, const TrieNode& node, auto& part) {
                  if (parent == base::no_index) {
                    sizes[number] = 1;
                    return;
                  }
                  const std::uint32_t place = sizes[parent];
                  sizes[parent] += sizes[number];
                  sizes[number] = place + 1;
                  place_[number] = place;
                  const Frame& frame = part.shard->frames[node.frame];
                  ForestNode& to = nodes_[place];
                  to.label = node.label;
                  to.parent = place_[parent];
                  to.frame = node.frame;
                  to.shard = static_cast<std::uint16_t>(shard);
                  to.depth = static_cast<std::uint16_t>(nodes_[to.parent].depth + 1);
                  to.level = frame.object == base::no_index ? '\0' : level_of(frame);
                });
      place_[shards_[shard].first_node + i] = place_[first[shards_[shard].first_node + i]];
    }
  }
}

void Forest::place_stacks() {
  std::vector<std::uint32_t> next(nodes_.size() + 1, 0);
  const auto node_of = [&](const Part& part, std::size_t i) {
    return place_[part.first_node + part.shard->stacks[i].node];
  };
  for (const Part& part : shards_) {
    for (std::size_t i = 0; i < part.stacks; ++i) ++next[node_of(part, i) + 1];
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  stacks_.resize(stack_count_);
  stack_place_.resize(stack_count_);
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    const Part& part = shards_[shard];
    for (std::size_t i = 0; i < part.stacks; ++i) {
      const std::uint32_t node = node_of(part, i);
      const std::uint32_t leaf = part.shard->stacks[i].leaf;
      const std::uint32_t place = next[node]++;
      stacks_[place] = {node, leaf, static_cast<std::uint16_t>(shard),
                        level_of(part.shard->frames[leaf])};
      stack_place_[part.first_stack + i] = place;
    }
  }
  place_ = {};
}

// The table's slots are fetched some rows ahead, in rounds.
void Forest::add_rows(const Part& part, std::size_t event, const Who& who,
                      std::vector<StackRow>& out) const {
  base::FlatMap<std::uint32_t> numbers(part.stacks);
  std::array<std::uint64_t, ahead> keys{};
  for (const Batch& batch : part.batches[event]) {
    for (std::size_t row = 0; row < batch->size() + ahead; ++row) {
      if (row >= ahead && keys[row % ahead] != base::FlatMap<std::uint32_t>::empty_key) {
        const std::uint64_t key = keys[row % ahead];
        const std::size_t from = row - ahead;
        bool fresh = false;
        std::uint32_t& number = numbers.get(key, fresh);
        if (fresh) {
          number = static_cast<std::uint32_t>(out.size());
          out.push_back(
              {static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(key), {}, ~0ULL});
        }
        out[number].cost += batch->cost(from);
        out[number].first = std::min(out[number].first, batch->time[from]);
      }
      if (row >= batch->size()) {
        keys[row % ahead] = base::FlatMap<std::uint32_t>::empty_key;
        continue;
      }
      const std::uint32_t stack = stack_place_[part.first_stack + batch->stack[row]];
      const std::uint32_t of = who(*batch, row, stack);
      keys[row % ahead] =
          of == base::no_index ? base::FlatMap<std::uint32_t>::empty_key : base::pack(stack, of);
      numbers.prefetch(keys[row % ahead]);
    }
  }
}

std::vector<StackRow> Forest::by_stack(const std::vector<std::vector<StackRow>>& rows) const {
  std::vector<std::uint32_t> next(stacks_.size() + 1, 0);
  std::size_t count = 0;
  for (const auto& some : rows) {
    count += some.size();
    for (const StackRow& row : some) ++next[row.stack + 1];
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<StackRow> sorted(count);
  for (const auto& some : rows) {
    for (const StackRow& row : some) sorted[next[row.stack]++] = row;
  }
  return sorted;
}

bool Forest::has_rows(std::size_t event) const {
  return std::any_of(shards_.begin(), shards_.end(),
                     [event](const Part& part) { return !part.batches[event].empty(); });
}

std::vector<StackRow> Forest::rows_by(std::size_t event, const Who& who) const {
  std::vector<std::vector<StackRow>> rows(1);
  for (const Part& part : shards_) add_rows(part, event, who, rows.front());
  return by_stack(rows);
}

const std::vector<StackRow>& Forest::rows(std::size_t event) const {
  const std::scoped_lock lock(mutex_);
  if (rows_[event]) return *rows_[event];
  std::vector<std::vector<StackRow>> by_shard(shards_.size());
  const Who task = [](const Rows& rows, std::size_t row, std::uint32_t) { return rows.task[row]; };
  side_by_side(shards_.size(), threads_,
               [&](std::size_t shard) { add_rows(shards_[shard], event, task, by_shard[shard]); });
  rows_[event] = std::make_unique<const std::vector<StackRow>>(by_stack(by_shard));
  return *rows_[event];
}

}  // namespace perf::report
