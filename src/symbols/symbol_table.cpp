#include "symbols/symbol_table.h"

#include <algorithm>
#include <numeric>

namespace perf::symbols {
namespace {

// Walks the sorted symbols with those that are open at each address, and notes where the innermost
// changes.
class Sweep {
 public:
  Sweep(std::vector<Address>& boundaries, std::vector<std::uint32_t>& owners)
      : boundaries_(boundaries), owners_(owners) {}

  void open(std::uint32_t index, Address start, Address end) {
    close_before(start);
    if (start >= end) return;
    note(start, index);
    open_.push_back({end, index});
  }

  void close_before(Address limit) {
    while (!open_.empty() && open_.back().end <= limit) {
      const Address end = open_.back().end;
      while (!open_.empty() && open_.back().end <= end) open_.pop_back();
      note(end, open_.empty() ? base::no_index : open_.back().index);
    }
  }

 private:
  struct Open {
    Address end;
    std::uint32_t index;
  };

  void note(Address address, std::uint32_t owner) {
    if (!boundaries_.empty() && boundaries_.back() == address) {
      owners_.back() = owner;
    } else {
      boundaries_.push_back(address);
      owners_.push_back(owner);
    }
  }

  std::vector<Address>& boundaries_;
  std::vector<std::uint32_t>& owners_;
  std::vector<Open> open_;
};

}  // namespace

void SymbolTable::index() {
  const auto starts_before = [this](std::uint32_t left, std::uint32_t right) {
    return symbols_[left].start < symbols_[right].start;
  };
  std::vector<std::uint32_t> order(symbols_.size());
  std::iota(order.begin(), order.end(), 0U);
  // Of those that begin together the last one counts.
  if (!std::is_sorted(order.begin(), order.end(), starts_before)) {
    std::stable_sort(order.begin(), order.end(), starts_before);
  }
  boundaries_.clear();
  owners_.clear();
  boundaries_.reserve(symbols_.size() + 1);
  owners_.reserve(symbols_.size() + 1);
  Sweep sweep(boundaries_, owners_);
  for (const std::uint32_t number : order) {
    sweep.open(number, symbols_[number].start, symbols_[number].end);
  }
  sweep.close_before(~Address{0});
}

std::uint32_t SymbolTable::find(Address address) const {
  if (boundaries_.empty() || address < boundaries_.front()) return base::no_index;
  const Address* first = boundaries_.data();
  // The last boundary not above `address`. Without a branch on the comparison this takes half the
  // time of std::upper_bound.
  for (std::size_t left = boundaries_.size(); left > 1;) {
    const std::size_t half = left / 2;
    first += first[half] <= address ? half : 0;
    left -= half;
  }
  return owners_[static_cast<std::size_t>(first - boundaries_.data())];
}

}  // namespace perf::symbols
