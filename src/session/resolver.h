// One thread's way from a sample's addresses to frames, tasks and stacks, with everything cached
// that was answered before. What it finds goes into its shard; the history itself is the machine's.
#pragma once

#include "base/label_trie.h"
#include "report/profile.h"
#include "samples/quick.h"

namespace perf::session {

struct ResolveOptions {
  unsigned max_stack = 127;
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
    std::uint64_t who = 0;  // what two samples must share to be of one task and address space
    Stretch stretch;
  };
  const Task& task(const samples::Quick& sample, base::OrderKey when);

  struct Found {
    std::uint32_t stack = 0;  // in the shard
    bool has_symbol = false;  // of the sampled ip
    Stretch stretch;
  };
  Found stack(const samples::Quick& sample, const Task& task, base::OrderKey when);

  [[nodiscard]] std::uint64_t position(base::OrderKey key) const {
    return ordered_ ? key.time : key.offset;
  }

 private:
  struct CachedTask {
    Task task;
    std::uint32_t pid = 0;
  };
  // An address that was looked up; `frame` is made when it first stands in a chain.
  struct Located {
    std::uint64_t label = 0;
    std::uint32_t object = base::no_index, symbol = base::no_index;
    base::Address address = 0;
    Stretch stretch;
  };
  struct ChainItem {
    base::Address ip;
    std::uint64_t key;
    unsigned cpumode;
  };

  static std::uint64_t cache_key(std::uint32_t space, unsigned cpumode, base::Address ip);
  Located locate(std::uint32_t space, unsigned cpumode, base::Address ip, base::OrderKey when);
  Located find(std::uint32_t space, unsigned cpumode, base::Address ip, std::uint64_t key,
               base::OrderKey when);
  std::uint32_t frame_of(const Located& located, unsigned cpumode, base::Address ip);
  bool collect(const samples::Quick& sample, std::uint32_t space);
  std::uint32_t chain_node(const samples::Quick& sample, const Task& task, base::OrderKey when,
                           Stretch& stretch);
  std::uint32_t child(std::uint32_t parent, const Located& located, const ChainItem& item);

  report::Profile& profile_;
  report::Shard& shard_;
  const machine::Machine& machine_;
  ResolveOptions options_;
  bool ordered_;
  base::FlatMap<CachedTask> tasks_;
  base::FlatMap<Located> located_;              // only addresses where something is mapped
  base::FlatMap<std::uint32_t> frame_numbers_;  // of functions, by label
  base::FlatMap<std::uint32_t> stack_numbers_;
  base::LabelTrie trie_;
  std::vector<ChainItem> chain_;  // of the sample at hand, innermost first
};

}  // namespace perf::session
