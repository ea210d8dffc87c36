#include "api/callchain.h"

#include <stdexcept>

#include "api/namer.h"
#include "samples/callchain.h"

namespace perf::api {
namespace {

constexpr Text unknown = "[unknown]";

std::size_t checked(std::ptrdiff_t index, std::size_t size) {
  if (index < 0 || static_cast<std::size_t>(index) >= size) {
    throw std::out_of_range("Index out of range");
  }
  return static_cast<std::size_t>(index);
}

std::vector<Callchain::Address> addresses_of(const samples::Words& chain,
                                             const samples::Words& deferred) {
  std::vector<Callchain::Address> addresses;
  addresses.reserve(chain.size() + deferred.size());
  const bool whole = samples::each_address(chain, deferred, [&](std::uint64_t ip, unsigned mode) {
    addresses.push_back({ip, mode});
    return true;
  });
  return whole ? std::move(addresses) : std::vector<Callchain::Address>();
}

}  // namespace

CallchainNode::CallchainNode(std::shared_ptr<const World> world, std::uint64_t ip, Text symbol,
                             Text dso)
    : world_(std::move(world)), ip_(ip), symbol_(symbol), dso_(dso) {}

std::uint64_t CallchainNode::ip() const {
  return ip_;
}
Text CallchainNode::symbol() const {
  return symbol_;
}
Text CallchainNode::dso() const {
  return dso_;
}

Callchain::Callchain(std::shared_ptr<const World> world, const samples::Sample& sample,
                     std::uint64_t time, std::uint64_t offset)
    : world_(std::move(world)),
      space_(world_->namer().task(sample.pid, sample.tid, {time, offset}).space),
      time_(time),
      offset_(offset),
      addresses_(
          addresses_of(sample.callchain,
                       world_->deferred().rest_of(sample.callchain, sample.tid, {time, offset}))) {}

std::size_t Callchain::size() const {
  return addresses_.size();
}

CallchainNode Callchain::at(std::ptrdiff_t index) const {
  const Address address = addresses_[checked(index, size())];
  const Named& named = world_->namer().name(space_, address.cpumode, address.ip, {time_, offset_});
  const Text symbol = named.symbol ? Text(named.name) : unknown;
  const Text dso = named.object != nullptr ? Text(named.object->long_name) : unknown;
  return {world_, address.ip, symbol, dso};
}

BranchEntry::BranchEntry(const samples::Branch& branch, OptionalNumber counters)
    : from_(branch.from), to_(branch.to), flags_(branch.flags), counters_(counters) {}

std::uint64_t BranchEntry::from_ip() const {
  return from_;
}
std::uint64_t BranchEntry::to_ip() const {
  return to_;
}
bool BranchEntry::mispred() const {
  return samples::Branch{from_, to_, flags_}.mispred();
}
bool BranchEntry::predicted() const {
  return samples::Branch{from_, to_, flags_}.predicted();
}
bool BranchEntry::in_tx() const {
  return samples::Branch{from_, to_, flags_}.in_tx();
}
bool BranchEntry::abort() const {
  return samples::Branch{from_, to_, flags_}.abort();
}
unsigned BranchEntry::cycles() const {
  return samples::Branch{from_, to_, flags_}.cycles();
}
unsigned BranchEntry::type() const {
  return samples::Branch{from_, to_, flags_}.type();
}
unsigned BranchEntry::spec() const {
  return samples::Branch{from_, to_, flags_}.spec();
}
unsigned BranchEntry::new_type() const {
  return samples::Branch{from_, to_, flags_}.new_type();
}
unsigned BranchEntry::priv() const {
  return samples::Branch{from_, to_, flags_}.priv();
}

OptionalNumber BranchEntry::counters() const {
  return counters_;
}

BranchStack::BranchStack(const samples::Sample& sample) {
  if (sample.branch_hw_idx != ~0ULL) hw_idx_ = sample.branch_hw_idx;
  entries_.reserve(sample.branch_count());
  const samples::Words& counters = sample.branch_counters;
  for (std::size_t i = 0; i < sample.branch_count(); ++i) {
    entries_.emplace_back(sample.branch(i),
                          counters.empty() ? std::nullopt : OptionalNumber(counters[i]));
  }
}

OptionalNumber BranchStack::hw_idx() const {
  return hw_idx_;
}

std::size_t BranchStack::size() const {
  return entries_.size();
}
BranchEntry BranchStack::at(std::ptrdiff_t index) const {
  return entries_[checked(index, size())];
}

}  // namespace perf::api
