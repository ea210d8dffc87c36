#include "session/resolver.h"

namespace perf::session {
namespace {

std::uint64_t pack(std::uint32_t high, std::uint32_t low) {
  return (std::uint64_t{high} << 32) | low;
}

}  // namespace

Resolver::Resolver(report::Profile& profile, report::Shard& shard, const ResolveOptions& options,
                   bool ordered)
    : profile_(profile),
      shard_(shard),
      machine_(profile.machine()),
      options_(options),
      ordered_(ordered) {
  trie_.add_root(0);
  shard_.nodes.push_back({});
}

const Resolver::Task& Resolver::task(const samples::Quick& sample, base::OrderKey when) {
  bool fresh = false;
  CachedTask& cached = tasks_.get(sample.tid, fresh);
  const bool same = !fresh && cached.pid == sample.pid;
  if (same && cached.task.stretch.holds(position(when))) return cached.task;
  const machine::TaskAt at = machine_.task_at(sample.pid, sample.tid, when);
  cached.pid = sample.pid;
  report::Task task{at.pid, at.tid, at.comm};
  if (!options_.by_thread && at.comm != base::no_index) task.pid = task.tid = machine::no_id;
  const std::uint32_t number = profile_.add_task(task);
  cached.task = {
      number, at.space, pack(at.space, number), {position(at.window.from), position(at.window.to)}};
  return cached.task;
}

std::uint64_t Resolver::cache_key(std::uint32_t space, unsigned cpumode, base::Address ip) {
  const std::uint64_t whose = cpumode == event::misc_kernel ? base::no_index - 1ULL : space;
  return base::hash_pair((whose << 3) | cpumode, ip) >> 1;
}

Resolver::Located Resolver::locate(std::uint32_t space, unsigned cpumode, base::Address ip,
                                   base::OrderKey when) {
  const machine::Place place = machine_.find(space, cpumode, ip, when);
  Located located{0,
                  place.object,
                  base::no_index,
                  place.address,
                  {position(place.window.from), position(place.window.to)}};
  if (place.object != base::no_index) {
    located.symbol = machine_.objects().at(place.object).object->symbols().find(place.address);
  }
  const report::Frame frame{ip, place.address, located.object, located.symbol,
                            static_cast<std::uint8_t>(cpumode)};
  located.label = frame.label(options_.by_address);
  return located;
}

// Where nothing is mapped there is nothing worth keeping: broken chains hold such addresses by the
// million, each once.
Resolver::Located Resolver::find(std::uint32_t space, unsigned cpumode, base::Address ip,
                                 std::uint64_t key, base::OrderKey when) {
  const Located* cached = located_.find(key);
  if (cached != nullptr && cached->stretch.holds(position(when))) return *cached;
  const Located located = locate(space, cpumode, ip, when);
  if (located.object == base::no_index) return located;
  bool fresh = false;
  located_.get(key, fresh) = located;
  return located;
}

std::uint32_t Resolver::frame_of(const Located& located, unsigned cpumode, base::Address ip) {
  const auto number = static_cast<std::uint32_t>(shard_.frames.size());
  if (located.object != base::no_index) {
    bool fresh = false;
    std::uint32_t& known = frame_numbers_.get(located.label >> 1, fresh);
    if (!fresh) return known;
    known = number;
  }
  shard_.frames.push_back(
      {ip, located.address, located.object, located.symbol, static_cast<std::uint8_t>(cpumode)});
  return number;
}

// Fills chain_; false when the chain is corrupt, which discards it whole, as perf does.
bool Resolver::collect(const samples::Quick& sample, std::uint32_t space) {
  chain_.clear();
  unsigned cpumode = event::misc_user;
  for (std::size_t i = 0; i < sample.callchain.size() && chain_.size() < options_.max_stack; ++i) {
    const std::uint64_t ip = sample.callchain[i];
    if (ip < event::context_max) {
      chain_.push_back({ip, cache_key(space, cpumode, ip), cpumode});
      located_.prefetch(chain_.back().key);
      continue;
    }
    if (ip == event::context_user_deferred) break;  // what follows is a cookie
    if (ip == event::context_kernel)
      cpumode = event::misc_kernel;
    else if (ip == event::context_user)
      cpumode = event::misc_user;
    else if (ip == event::context_hv)
      cpumode = event::misc_hypervisor;
    else
      return false;
  }
  return true;
}

std::uint32_t Resolver::child(std::uint32_t parent, const Located& located, const ChainItem& item) {
  const std::uint32_t known = trie_.find(parent, located.label);
  if (known != base::no_index) return known;
  const std::uint32_t frame = frame_of(located, item.cpumode, item.ip);
  shard_.nodes.push_back({located.label, parent, frame});
  return trie_.add(parent, located.label);
}

std::uint32_t Resolver::chain_node(const samples::Quick& sample, const Task& task,
                                   base::OrderKey when, Stretch& stretch) {
  if (!options_.callchains || !collect(sample, task.space)) return 0;
  std::uint32_t node = 0;
  for (std::size_t i = chain_.size(); i-- > 0;) {
    const ChainItem& item = chain_[i];
    const Located located = find(task.space, item.cpumode, item.ip, item.key, when);
    stretch.narrow(located.stretch);
    if (options_.hide_unresolved && located.symbol == base::no_index) continue;
    node = child(node, located, item);
  }
  return node;
}

Resolver::Found Resolver::stack(const samples::Quick& sample, const Task& task,
                                base::OrderKey when) {
  const std::uint64_t key = cache_key(task.space, sample.cpumode, sample.ip);
  const Located leaf = find(task.space, sample.cpumode, sample.ip, key, when);
  Found found;
  found.has_symbol = leaf.symbol != base::no_index;
  found.stretch = task.stretch;
  found.stretch.narrow(leaf.stretch);
  const std::uint32_t node = chain_node(sample, task, when, found.stretch);
  const report::TrieNode& innermost = shard_.nodes[node];
  const std::uint32_t leaf_frame = node != 0 && innermost.label == leaf.label
                                       ? innermost.frame
                                       : frame_of(leaf, sample.cpumode, sample.ip);
  bool fresh = false;
  std::uint32_t& number = stack_numbers_.get(pack(leaf_frame, node), fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(shard_.stacks.size());
    shard_.stacks.push_back({leaf_frame, node});
  }
  found.stack = number;
  return found;
}

}  // namespace perf::session
