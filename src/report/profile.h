// What the samples of a recording come down to: frames, stacks and tasks, and rows that refer to
// them. Every writing thread has a shard of its own; readers take what is there without waiting.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "base/flat_map.h"
#include "base/stable_vector.h"
#include "machine/machine.h"
#include "report/cost.h"

namespace perf::report {

// A function of an object, or an address that no symbol covers.
struct Frame {
  base::Address ip = 0;       // as sampled (one of them, with a symbol)
  base::Address address = 0;  // in the object's own terms
  std::uint32_t object = base::no_index;
  std::uint32_t symbol = base::no_index;  // in the object's table
  std::uint8_t cpumode = 0;

  // Equal for frames that perf takes for the same in a call chain: those of one function, else of
  // one address. A seeded hash of 64 bits: two of a million differ with a chance of 1 - 10^-8.
  [[nodiscard]] std::uint64_t label(bool by_address) const;
};

struct Task {
  std::uint32_t pid = machine::no_id, tid = machine::no_id;
  std::uint32_t comm = base::no_index;
  std::uint64_t cgroup = 0;  // the kernel's number for it, 0: unknown
};

// A node of a shard's tree of call chains, outermost frame first; node 0 is the root.
struct TrieNode {
  std::uint64_t label = 0;  // of its frame
  std::uint32_t parent = base::no_index;
  std::uint32_t frame = base::no_index;
};

// One distinct call chain: the frame of the sampled ip, and the chain's innermost node.
struct Stack {
  std::uint32_t leaf = base::no_index;
  std::uint32_t node = 0;  // the root: no chain
};

inline constexpr std::uint16_t no_cpu = 0xffff;  // unknown

// Samples of one event as columns of one length; columns that a reader does not need are empty.
struct Rows {
  std::vector<std::uint32_t> task, stack;  // stack: of the shard
  std::vector<std::uint64_t> period;       // summed, of aggregated rows
  std::vector<std::uint32_t> count;        // empty: every row is one sample
  std::vector<std::uint64_t> time;         // of the (first) sample; its place, in unordered files
  std::vector<std::uint16_t> cpu;          // no_cpu: unknown
  std::vector<std::uint32_t> trace;        // a text of the profile

  [[nodiscard]] std::size_t size() const { return task.size(); }
  [[nodiscard]] Cost cost(std::size_t row) const {
    return {period[row], count.empty() ? 1 : count[row]};
  }
};
using Batch = std::shared_ptr<const Rows>;

// What one thread wrote. Only that thread appends; a batch is published after all it refers to.
class Shard {
 public:
  explicit Shard(std::size_t events) : batches_(events) {}

  void publish(std::vector<Rows>& rows_by_event);
  // In the place of all that was published; by event.
  void replace(std::vector<std::vector<Batch>> batches);
  [[nodiscard]] std::vector<Batch> batches(std::size_t event) const;

  base::StableVector<Frame> frames;
  base::StableVector<TrieNode> nodes;
  base::StableVector<Stack> stacks;

 private:
  mutable std::mutex mutex_;
  std::vector<std::vector<Batch>> batches_;
};

class Profile {
 public:
  Profile(std::shared_ptr<const machine::Machine> machine, std::size_t events)
      : machine_(std::move(machine)), events_(events) {}

  [[nodiscard]] const machine::Machine& machine() const { return *machine_; }
  [[nodiscard]] std::size_t events() const { return events_; }

  Shard& new_shard();
  [[nodiscard]] std::vector<std::shared_ptr<const Shard>> shards() const;

  // The number of a task, or of a tracepoint's text, the same in every shard; takes a lock.
  std::uint32_t add_task(const Task& task);
  std::uint32_t add_text(std::string_view text);
  [[nodiscard]] std::string text(std::uint32_t number) const;

  base::StableVector<Task> tasks;

 private:
  std::shared_ptr<const machine::Machine> machine_;
  std::size_t events_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<Shard>> shards_;
  base::FlatMap<std::uint32_t> task_numbers_;
  base::Interner texts_;
};

}  // namespace perf::report
