// One thread's way from a sample's addresses to frames, tasks and stacks, with everything cached
// that was answered before. What it finds goes into its shard; the history itself is the machine's.
#pragma once

#include "base/label_trie.h"
#include "report/profile.h"
#include "samples/quick.h"

namespace perf::session {

struct ResolveOptions {
  unsigned max_stack = 127;
  bool from_outside = false;  // of a deeper stack the outermost frames are kept, not the innermost
  bool callchains = true;
  bool hide_unresolved = false;  // frames without a symbol are left out of chains
  bool by_address = false;       // every address is a frame of its own
  bool by_thread = true;         // tasks are threads, else only what they are called
};

// The stretch of the recording in which an answer holds, bounds excluded: in nanoseconds where the
// recording can be put in order of time, else in file offsets.
struct Stretch {
  std::uint64_t from = 0, to = ~0ULL;
  [[nodiscard]] bool holds(std::uint64_t position) const {
    return from < position && position < to;
  }
  void narrow(const Stretch& other) {
    from = std::max(from, other.from);
    to = std::min(to, other.to);
  }
};

class Resolver {
 public:
  Resolver(report::Profile& profile, report::Shard& shard, const ResolveOptions& options,
           bool ordered);

  struct Task {
    std::uint32_t number = 0;  // in the profile
    std::uint32_t space = base::no_index;
    std::uint64_t who = 0;   // what two samples must share to be of one task and address space
    std::uint32_t last = 0;  // where its last chain is kept
    Stretch stretch;
  };
  const Task& task(const samples::Quick& sample, base::OrderKey when);

  // What lies at an address; it fits into registers.
  struct Place {
    std::uint32_t frame = base::no_index;  // in the shard; no_index: nothing is mapped there
    bool named = false;                    // it has a symbol
    std::uint32_t stretch = 0;             // a number for stretch()
  };
  // Of the sampled address; `key` is of key_of().
  Place leaf(const samples::Quick& sample, const Task& task, std::uint64_t key,
             base::OrderKey when) {
    return find(task.space, sample.cpumode, sample.ip, key, when);
  }
  [[nodiscard]] static std::uint64_t key_of(const samples::Quick& sample, const Task& task) {
    return cache_key(task.space, sample.cpumode, sample.ip);
  }
  void prefetch(std::uint64_t key) const { spots_.prefetch(key); }

  struct Found {
    std::uint32_t stack = 0;    // in the shard
    std::uint32_t stretch = 0;  // a number for stretch()
    bool named = false;         // the sampled address has a symbol
  };
  Found stack(const samples::Quick& sample, const Task& task, base::OrderKey when);
  // The stack of the sampled address alone.
  std::uint32_t bare_stack(const samples::Quick& sample, const Place& leaf);

  // The perf maps that samples were in, by object; whoever no longer cares takes them out.
  [[nodiscard]] std::vector<std::uint32_t>& maps() { return maps_; }

  // The machine has learnt something since: what it answered about the time since then may differ.
  void forget_answers();

  [[nodiscard]] const Stretch& stretch(std::uint32_t number) const { return stretches_[number]; }
  [[nodiscard]] std::uint64_t position(base::OrderKey key) const {
    return ordered_ ? key.time : key.offset;
  }

 private:
  struct CachedTask {
    Task task;
    std::uint32_t pid = 0;
    std::uint64_t cgroup = 0;
  };
  // An address where something is mapped, as small as can be: there are very many.
  struct Spot {
    std::uint32_t frame : 31;
    std::uint32_t named : 1;
    std::uint32_t stretch;
  };
  // A frame of a task's last chain, from outside: the next chain mostly begins with the same ones.
  struct Step {
    std::uint64_t key = 0;
    std::uint32_t node = 0;
    Stretch stretch;
  };
  struct ChainItem {
    base::Address ip;
    std::uint64_t key;
    unsigned cpumode;
  };

  static std::uint64_t cache_key(std::uint32_t space, unsigned cpumode, base::Address ip);
  Place find(std::uint32_t space, unsigned cpumode, base::Address ip, std::uint64_t key,
             base::OrderKey when);
  void note_map(std::uint32_t object);
  std::uint32_t number_of(const Stretch& stretch);
  std::uint32_t frame_of(const report::Frame& frame);
  std::uint32_t& function_number(const report::Frame& frame, bool& fresh);
  std::uint32_t unmapped_frame(base::Address ip, unsigned cpumode);
  std::uint32_t stack_number(std::uint32_t leaf, std::uint32_t node);
  bool collect(const samples::Quick& sample, std::uint32_t space);
  std::uint32_t chain_node(const samples::Quick& sample, const Task& task, base::OrderKey when,
                           Stretch& stretch);
  std::uint32_t child(std::uint32_t parent, const Place& place, const ChainItem& item);

  report::Profile& profile_;
  report::Shard& shard_;
  const machine::Machine& machine_;
  ResolveOptions options_;
  bool ordered_;
  base::FlatMap<CachedTask> tasks_;
  base::FlatMap<Spot> spots_;
  std::vector<Stretch> stretches_;
  base::FlatMap<std::uint32_t> stretch_numbers_;
  std::vector<std::vector<std::uint32_t>> functions_;  // the frames of an object's symbols
  base::FlatMap<std::uint32_t> frame_numbers_;         // of other addresses, by label
  base::FlatMap<std::uint32_t> stack_numbers_;
  base::LabelTrie trie_;  // labelled with the numbers of frames, or with unmapped addresses
  std::vector<std::vector<Step>> last_chains_;
  std::vector<std::uint32_t> maps_;
  std::vector<ChainItem> chain_;  // of the sample at hand, innermost first
};

}  // namespace perf::session
