#include "symbols/symbol_table.h"

#include <algorithm>
#include <numeric>

namespace perf::symbols {

// Walks the sorted symbols with those that are open at each address, and notes where the innermost
// changes.
class SymbolTable::Sweep {
 public:
  explicit Sweep(std::vector<Boundary>& boundaries) : boundaries_(boundaries) {}

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
    if (!boundaries_.empty() && boundaries_.back().address == address)
      boundaries_.back().owner = owner;
    else
      boundaries_.push_back({address, owner});
  }

  std::vector<Boundary>& boundaries_;
  std::vector<Open> open_;
};

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
  boundaries_.reserve(symbols_.size() + 1);
  Sweep sweep(boundaries_);
  for (const std::uint32_t number : order) {
    sweep.open(number, symbols_[number].start, symbols_[number].end);
  }
  sweep.close_before(~Address{0});
  fill_buckets();
}

// About one boundary a bucket, if they lie evenly.
void SymbolTable::fill_buckets() {
  buckets_.clear();
  shift_ = 0;
  if (boundaries_.empty()) return;
  const Address first = boundaries_.front().address;
  const Address width = boundaries_.back().address - first;
  while ((width >> shift_) > boundaries_.size()) ++shift_;
  buckets_.resize((width >> shift_) + 2, static_cast<std::uint32_t>(boundaries_.size()));
  for (std::size_t i = boundaries_.size(); i-- > 0;) {
    buckets_[(boundaries_[i].address - first) >> shift_] = static_cast<std::uint32_t>(i);
  }
  for (std::size_t i = buckets_.size() - 1; i-- > 0;) {
    buckets_[i] = std::min(buckets_[i], buckets_[i + 1]);
  }
}

std::uint32_t SymbolTable::find(Address address) const {
  if (boundaries_.empty() || address < boundaries_.front().address) return base::no_index;
  const Address bucket = (address - boundaries_.front().address) >> shift_;
  if (bucket >= buckets_.size() - 1) return boundaries_.back().owner;
  // The last boundary not above `address` is in the bucket, or the one before it.
  const Boundary* found = boundaries_.data() + buckets_[bucket];
  const Boundary* end = boundaries_.data() + buckets_[bucket + 1];
  found = std::upper_bound(found, end, address, [](Address wanted, const Boundary& boundary) {
    return wanted < boundary.address;
  });
  return found[-1].owner;
}

}  // namespace perf::symbols
