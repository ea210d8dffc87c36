#include "session/resolver.h"

#include <algorithm>

#include "samples/callchain.h"

namespace perf::session {
namespace {

constexpr std::uint32_t most_frames = 0x7fffffff;  // a shard holds fewer

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
  const bool same = !fresh && cached.pid == sample.pid && cached.cgroup == sample.cgroup;
  if (same && cached.task.stretch.holds(position(when))) return cached.task;
  const machine::TaskAt at = machine_.task_at(sample.pid, sample.tid, when);
  cached.pid = sample.pid;
  cached.cgroup = sample.cgroup;
  report::Task task{at.pid, at.tid, at.comm, sample.cgroup};
  if (!options_.by_thread && at.comm != base::no_index) task.pid = task.tid = machine::no_id;
  const std::uint32_t number = profile_.add_task(task);
  if (fresh) {
    cached.task.last = static_cast<std::uint32_t>(last_chains_.size());
    last_chains_.emplace_back();
  }
  cached.task = {number,
                 at.space,
                 base::pack(at.space, number),
                 cached.task.last,
                 {position(at.window.from), position(at.window.to)}};
  return cached.task;
}

void Resolver::forget_answers() {
  tasks_ = decltype(tasks_)();
  spots_ = decltype(spots_)();
  stretches_.clear();
  stretch_numbers_ = decltype(stretch_numbers_)();
  last_chains_.clear();
}

void Resolver::note_map(std::uint32_t object) {
  if (std::find(maps_.begin(), maps_.end(), object) == maps_.end()) maps_.push_back(object);
}

std::uint64_t Resolver::cache_key(std::uint32_t space, unsigned cpumode, base::Address ip) {
  const std::uint64_t whose = cpumode == event::misc_kernel ? base::no_index - 1ULL : space;
  return base::hash_pair((whose << 3) | cpumode, ip) >> 1;
}

std::uint32_t Resolver::number_of(const Stretch& stretch) {
  bool fresh = false;
  std::uint32_t& number =
      stretch_numbers_.get(base::hash_pair(stretch.from, stretch.to) >> 1, fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(stretches_.size());
    stretches_.push_back(stretch);
  }
  return number;
}

// Where nothing is mapped there is nothing worth keeping: broken chains hold such addresses by the
// million, each once.
Resolver::Place Resolver::find(std::uint32_t space, unsigned cpumode, base::Address ip,
                               std::uint64_t key, base::OrderKey when) {
  const Spot* cached = spots_.find(key);
  if (cached != nullptr) {
    const bool holds = stretches_[cached->stretch].holds(position(when));
    if (holds) return {cached->frame, cached->named != 0, cached->stretch};
  }
  const machine::Place place = machine_.find(space, cpumode, ip, when);
  const std::uint32_t stretch = number_of({position(place.window.from), position(place.window.to)});
  if (place.object == base::no_index) return {base::no_index, false, stretch};
  const symbols::Object& object = *machine_.objects().at(place.object).object;
  if (object.id().kind == symbols::Kind::perf_map) note_map(place.object);
  const std::uint32_t symbol = object.symbols().find(place.address);
  const std::uint32_t frame =
      frame_of({ip, place.address, place.object, symbol, static_cast<std::uint8_t>(cpumode)});
  const bool named = symbol != base::no_index;
  bool fresh = false;
  spots_.get(key, fresh) = {frame & most_frames, named ? 1U : 0U, stretch};
  return {frame, named, stretch};
}

std::uint32_t Resolver::frame_of(const report::Frame& frame) {
  bool fresh = false;
  const bool function = frame.symbol != base::no_index && !options_.by_address;
  std::uint32_t& number = function
                              ? function_number(frame, fresh)
                              : frame_numbers_.get(frame.label(options_.by_address) >> 1, fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(shard_.frames.size());
    shard_.frames.push_back(frame);
  }
  return number;
}

std::uint32_t& Resolver::function_number(const report::Frame& frame, bool& fresh) {
  if (frame.object >= functions_.size()) functions_.resize(frame.object + 1U);
  std::vector<std::uint32_t>& numbers = functions_[frame.object];
  if (frame.symbol >= numbers.size()) {
    const std::size_t all = machine_.objects().at(frame.object).object->symbols().size();
    numbers.resize(std::max<std::size_t>(all, frame.symbol + 1U), base::no_index);
  }
  fresh = numbers[frame.symbol] == base::no_index;
  return numbers[frame.symbol];
}

std::uint32_t Resolver::unmapped_frame(base::Address ip, unsigned cpumode) {
  const auto number = static_cast<std::uint32_t>(shard_.frames.size());
  shard_.frames.push_back(
      {ip, ip, base::no_index, base::no_index, static_cast<std::uint8_t>(cpumode)});
  return number;
}

std::uint32_t Resolver::stack_number(std::uint32_t leaf, std::uint32_t node) {
  bool fresh = false;
  std::uint32_t& number = stack_numbers_.get(base::pack(leaf, node), fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(shard_.stacks.size());
    shard_.stacks.push_back({leaf, node});
  }
  return number;
}

// Fills chain_; false when the chain is corrupt, which discards it whole, as perf does.
bool Resolver::collect(const samples::Quick& sample, std::uint32_t space) {
  chain_.clear();
  const std::size_t most = options_.from_outside ? ~std::size_t{0} : options_.max_stack;
  if (most == 0) return true;
  const auto add = [&](base::Address ip, unsigned cpumode) {
    chain_.push_back({ip, cache_key(space, cpumode, ip), cpumode});
    spots_.prefetch(chain_.back().key);
    return chain_.size() < most;
  };
  if (!samples::each_address(sample.callchain, sample.deferred, add)) return false;
  if (chain_.size() > options_.max_stack) {
    chain_.erase(chain_.begin(), chain_.end() - options_.max_stack);
  }
  return true;
}

std::uint32_t Resolver::child(std::uint32_t parent, const Place& place, const ChainItem& item) {
  const bool mapped = place.frame != base::no_index;
  const std::uint64_t label = mapped ? place.frame : base::hash_word(item.ip) | 1ULL << 63;
  const std::uint32_t known = trie_.find(parent, label);
  if (known != base::no_index) return known;
  const std::uint32_t frame = mapped ? place.frame : unmapped_frame(item.ip, item.cpumode);
  shard_.nodes.push_back({shard_.frames[frame].label(options_.by_address), parent, frame});
  return trie_.add(parent, label);
}

std::uint32_t Resolver::chain_node(const samples::Quick& sample, const Task& task,
                                   base::OrderKey when, Stretch& stretch) {
  if (!collect(sample, task.space)) return 0;
  std::vector<Step>& last = last_chains_[task.last];
  std::uint32_t node = 0;
  std::size_t left = chain_.size();
  std::size_t same = 0;
  for (; same < last.size() && left > 0 && last[same].key == chain_[left - 1].key; ++same, --left) {
    if (!last[same].stretch.holds(position(when))) break;
    node = last[same].node;
    stretch.narrow(last[same].stretch);
  }
  last.resize(same);
  while (left-- > 0) {
    const ChainItem& item = chain_[left];
    const Place place = find(task.space, item.cpumode, item.ip, item.key, when);
    stretch.narrow(stretches_[place.stretch]);
    if (!options_.hide_unresolved || place.named) node = child(node, place, item);
    last.push_back({item.key, node, stretches_[place.stretch]});
  }
  return node;
}

Resolver::Found Resolver::stack(const samples::Quick& sample, const Task& task,
                                base::OrderKey when) {
  const Place place = leaf(sample, task, key_of(sample, task), when);
  Stretch stretch = task.stretch;
  stretch.narrow(stretches_[place.stretch]);
  const std::uint32_t node = chain_node(sample, task, when, stretch);
  std::uint32_t leaf_frame = place.frame;
  if (leaf_frame == base::no_index) {
    const std::uint32_t innermost = node == 0 ? base::no_index : shard_.nodes[node].frame;
    const bool same = innermost != base::no_index && shard_.frames[innermost].ip == sample.ip &&
                      shard_.frames[innermost].object == base::no_index;
    leaf_frame = same ? innermost : unmapped_frame(sample.ip, sample.cpumode);
  }
  return {stack_number(leaf_frame, node), number_of(stretch), place.named};
}

std::uint32_t Resolver::bare_stack(const samples::Quick& sample, const Place& leaf) {
  const bool mapped = leaf.frame != base::no_index;
  return stack_number(mapped ? leaf.frame : unmapped_frame(sample.ip, sample.cpumode), 0);
}

}  // namespace perf::session
