#include "machine/address_space.h"

namespace perf::machine {
namespace {

bool overlaps(const Mapping& a, const Mapping& b) {
  return a.start < b.end && b.start < a.end;
}

bool by_start(const Mapping& a, const Mapping& b) {
  return a.start < b.start;
}

// The inherited mapping that covers `address`; they are sorted and do not overlap.
const Mapping* covering(const std::vector<Mapping>& mappings, base::Address address) {
  auto after = std::upper_bound(
      mappings.begin(), mappings.end(), address,
      [](base::Address value, const Mapping& mapping) { return value < mapping.start; });
  if (after == mappings.begin()) return nullptr;
  --after;
  return address < after->end ? &*after : nullptr;
}

Mapping part(const Mapping& whole, base::Address start, base::Address end) {
  Mapping piece = whole;
  piece.start = start;
  piece.end = end;
  if (!piece.identity) piece.pgoff += start - whole.start;
  return piece;
}

}  // namespace

AddressSpace::Generation& AddressSpace::current() {
  if (generations_.empty()) generations_.push_back({});
  return generations_.back();
}

// Sealing has moved the mappings that are active.
void AddressSpace::reopen() {
  if (!closed_) return;
  closed_ = false;
  sealed_ = generations_.empty() ? 0 : generations_.size() - 1;
  if (generations_.empty()) return;
  const std::vector<Timed>& own = generations_.back().own;
  for (std::size_t place = 0; place < own.size(); ++place) {
    if (own[place].window.to == base::order_max) active_[own[place].mapping.start] = place;
  }
}

void AddressSpace::add_own(Generation& generation, const Mapping& mapping, base::OrderKey when) {
  active_[mapping.start] = generation.own.size();
  generation.own.push_back({mapping, {when, base::order_max}});
}

void AddressSpace::own_inherited(Generation& generation) {
  if (!generation.inherited) return;
  for (const Mapping& mapping : *generation.inherited) {
    add_own(generation, mapping, generation.window.from);
  }
  generation.inherited = nullptr;
}

// Ends every active mapping under `over` and puts back what sticks out on either side.
void AddressSpace::cut(Generation& generation, const Mapping& over, base::OrderKey when) {
  auto at = active_.upper_bound(over.start);
  if (at != active_.begin()) --at;
  std::vector<Mapping> pieces;
  while (at != active_.end() && at->first < over.end) {
    Timed& timed = generation.own[at->second];
    if (!overlaps(timed.mapping, over)) {
      ++at;
      continue;
    }
    timed.window.to = when;
    const Mapping& old = timed.mapping;
    if (old.start < over.start) pieces.push_back(part(old, old.start, over.start));
    if (over.end < old.end) pieces.push_back(part(old, over.end, old.end));
    at = active_.erase(at);
  }
  for (const Mapping& piece : pieces) add_own(generation, piece, when);
}

void AddressSpace::insert(const Mapping& mapping, base::OrderKey when) {
  if (mapping.end <= mapping.start) return;
  reopen();
  shared_ = nullptr;
  Generation& generation = current();
  if (generation.inherited) {
    for (const Mapping& inherited : *generation.inherited) {
      if (!overlaps(inherited, mapping)) continue;
      own_inherited(generation);
      break;
    }
  }
  cut(generation, mapping, when);
  add_own(generation, mapping, when);
}

AddressSpace::Snapshot AddressSpace::snapshot() {
  if (shared_) return shared_;
  if (generations_.empty()) return nullptr;
  const Generation& generation = generations_.back();
  if (active_.empty() && generation.inherited) return generation.inherited;
  std::vector<Mapping> mappings;
  if (generation.inherited) mappings = *generation.inherited;
  for (const auto& [start, place] : active_) mappings.push_back(generation.own[place].mapping);
  std::sort(mappings.begin(), mappings.end(), by_start);
  shared_ = std::make_shared<const std::vector<Mapping>>(std::move(mappings));
  return shared_;
}

void AddressSpace::inherit(AddressSpace& parent, base::OrderKey when) {
  reopen();
  parent.reopen();
  shared_ = nullptr;
  active_.clear();
  current().window.to = when;
  generations_.push_back({{when, base::order_max}, parent.snapshot(), {}, {}});
}

void AddressSpace::seal() {
  if (closed_) return;
  active_.clear();
  shared_ = nullptr;
  for (std::size_t i = sealed_; i < generations_.size(); ++i) {
    Generation& generation = generations_[i];
    std::stable_sort(
        generation.own.begin(), generation.own.end(),
        [](const Timed& a, const Timed& b) { return a.mapping.start < b.mapping.start; });
    base::Address reach = 0;
    generation.reach.clear();
    for (const Timed& timed : generation.own) {
      reach = std::max(reach, timed.mapping.end);
      generation.reach.push_back(reach);
    }
  }
  sealed_ = generations_.size();
  closed_ = true;
}

MappingAt AddressSpace::find(base::Address address, base::OrderKey when) const {
  auto after = std::upper_bound(generations_.begin(), generations_.end(), when,
                                [](base::OrderKey key, const Generation& generation) {
                                  return key < generation.window.from;
                                });
  if (after == generations_.begin()) {
    return {nullptr,
            {{}, generations_.empty() ? base::order_max : generations_.front().window.from}};
  }
  const Generation& generation = *--after;
  MappingAt answer{nullptr, generation.window};
  auto at = std::upper_bound(
      generation.own.begin(), generation.own.end(), address,
      [](base::Address value, const Timed& timed) { return value < timed.mapping.start; });
  while (at != generation.own.begin()) {
    const auto place = static_cast<std::size_t>(--at - generation.own.begin());
    if (generation.reach[place] <= address) break;
    if (at->mapping.end <= address) continue;
    if (at->window.holds(when)) {
      answer.mapping = &at->mapping;
      answer.window.narrow(at->window);
      return answer;
    }
    // Not yet, or no longer: the answer holds only up to, or from, there.
    if (when < at->window.from)
      answer.window.to = std::min(answer.window.to, at->window.from);
    else
      answer.window.from = std::max(answer.window.from, at->window.to);
  }
  if (generation.inherited) answer.mapping = covering(*generation.inherited, address);
  return answer;
}

std::vector<Mapping> AddressSpace::last() const {
  std::vector<Mapping> mappings;
  if (generations_.empty()) return mappings;
  const Generation& generation = generations_.back();
  if (generation.inherited) mappings = *generation.inherited;
  for (const Timed& timed : generation.own) {
    if (timed.window.to == base::order_max) mappings.push_back(timed.mapping);
  }
  std::sort(mappings.begin(), mappings.end(), by_start);
  return mappings;
}

}  // namespace perf::machine
