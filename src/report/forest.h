// The call chains of every shard as one forest with its nodes in preorder: a subtree is a stretch
// of nodes, and who takes the stacks in their order meets each path once. A snapshot, made after
// reading or while it goes on; what comes later is not in it.
#pragma once

#include <functional>
#include <span>

#include "base/huge_allocator.h"
#include "report/cost.h"
#include "report/profile.h"

namespace perf::report {

struct ForestNode {
  std::uint64_t label = 0;                // of its frame
  std::uint32_t parent = base::no_index;  // of the root, node 0
  std::uint32_t frame = base::no_index;   // of the shard
  std::uint16_t shard = 0;
  std::uint16_t depth = 0;  // 0: the root
  char level = 0;           // as level_of(); 0: nothing is mapped there
};

// A distinct stack of a shard; two shards may have the same one.
struct ForestStack {
  std::uint32_t node = 0;
  std::uint32_t leaf = base::no_index;  // the frame of the sampled address, of the shard
  std::uint16_t shard = 0;
  char level = 0;
};

// The samples of one stack that are alike in what a reader tells apart: their task, or a group.
struct StackRow {
  std::uint32_t stack = 0, who = 0;
  Cost cost;
  std::uint64_t first = 0;  // time
};

class Forest {
 public:
  Forest(std::shared_ptr<const Profile> profile, unsigned threads);

  [[nodiscard]] const Profile& profile() const { return *profile_; }
  [[nodiscard]] bool is_current() const;  // nothing was published since
  [[nodiscard]] std::span<const ForestNode> nodes() const { return nodes_; }
  [[nodiscard]] std::span<const ForestStack> stacks() const { return stacks_; }  // by node
  [[nodiscard]] std::size_t shards() const { return shards_.size(); }
  [[nodiscard]] const base::StableVector<Frame>& frames(std::size_t shard) const {
    return shards_[shard].shard->frames;
  }
  [[nodiscard]] std::size_t frame_count(std::size_t shard) const { return shards_[shard].frames; }
  [[nodiscard]] const Frame& frame(std::size_t shard, std::uint32_t number) const {
    return frames(shard)[number];
  }

  [[nodiscard]] bool has_rows(std::size_t event) const;
  // An event's rows by stack, told apart by task; kept once they are made.
  [[nodiscard]] const std::vector<StackRow>& rows(std::size_t event) const;
  // Told apart by what `who` says of each row, no_index leaves it out.
  using Who = std::function<std::uint32_t(const Rows& rows, std::size_t row, std::uint32_t stack)>;
  [[nodiscard]] std::vector<StackRow> rows_by(std::size_t event, const Who& who) const;

 private:
  // A shard as it was; its nodes and stacks are counted on from those of the shards before it.
  struct Part {
    std::shared_ptr<const Shard> shard;
    std::vector<std::vector<Batch>> batches;  // by event
    std::size_t frames = 0, nodes = 0, stacks = 0;
    std::size_t first_node = 0, first_stack = 0;
  };
  using Numbers = std::vector<std::uint32_t, base::HugeAllocator<std::uint32_t>>;

  void take_shards();
  [[nodiscard]] std::vector<std::uint64_t> hash_paths() const;
  [[nodiscard]] Numbers unite() const;
  void place_nodes();
  void place_stacks();
  void add_rows(const Part& part, std::size_t event, const Who& who,
                std::vector<StackRow>& out) const;
  [[nodiscard]] std::vector<StackRow> by_stack(
      const std::vector<std::vector<StackRow>>& rows) const;

  std::shared_ptr<const Profile> profile_;
  unsigned threads_;
  std::vector<Part> shards_;
  std::size_t node_count_ = 0, stack_count_ = 0;
  std::vector<ForestNode, base::HugeAllocator<ForestNode>> nodes_;
  Numbers place_;  // of each node of each shard
  std::vector<ForestStack> stacks_;
  std::vector<std::uint32_t> stack_place_;  // of each stack of each shard
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<const std::vector<StackRow>>> rows_;  // by event
};

}  // namespace perf::report
