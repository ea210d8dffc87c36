#include "api/callchain.h"

#include <stdexcept>

#include "api/namer.h"
#include "samples/sample.h"

namespace perf::api {
namespace {

constexpr Text unknown = "[unknown]";

std::size_t checked(std::ptrdiff_t index, std::size_t size) {
  if (index < 0 || static_cast<std::size_t>(index) >= size) {
    throw std::out_of_range("Index out of range");
  }
  return static_cast<std::size_t>(index);
}

// False for a marker that is none of the kernel's: perf then discards the chain.
bool context(std::uint64_t marker, unsigned& cpumode) {
  switch (marker) {
    case event::context_hv:
      cpumode = event::misc_hypervisor;
      return true;
    case event::context_kernel:
      cpumode = event::misc_kernel;
      return true;
    case event::context_user:
      cpumode = event::misc_user;
      return true;
    default:
      return false;
  }
}

std::vector<Callchain::Address> addresses_of(const samples::Words& chain) {
  std::vector<Callchain::Address> addresses;
  addresses.reserve(chain.size());
  unsigned cpumode = event::misc_user;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const std::uint64_t ip = chain[i];
    if (ip < event::context_max) {
      addresses.push_back({ip, cpumode});
    } else if (ip == event::context_user_deferred) {
      break;  // what follows is a cookie
    } else if (!context(ip, cpumode)) {
      return {};
    }
  }
  return addresses;
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
      addresses_(addresses_of(sample.callchain)) {}

std::size_t Callchain::size() const {
  return addresses_.size();
}

CallchainNode Callchain::at(std::ptrdiff_t index) const {
  const Address address = addresses_[checked(index, size())];
  const Named& named = world_->namer().name(space_, address.cpumode, address.ip, {time_, offset_});
  const Text symbol = named.symbol != nullptr ? Text(named.name) : unknown;
  const Text dso = named.object != nullptr ? Text(named.object->long_name) : unknown;
  return {world_, address.ip, symbol, dso};
}

BranchEntry::BranchEntry(const samples::Branch& branch)
    : from_(branch.from), to_(branch.to), flags_(branch.flags) {}

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

BranchStack::BranchStack(const samples::Sample& sample) {
  entries_.reserve(sample.branch_count());
  for (std::size_t i = 0; i < sample.branch_count(); ++i) {
    entries_.emplace_back(sample.branch(i));
  }
}

std::size_t BranchStack::size() const {
  return entries_.size();
}
BranchEntry BranchStack::at(std::ptrdiff_t index) const {
  return entries_[checked(index, size())];
}

}  // namespace perf::api
