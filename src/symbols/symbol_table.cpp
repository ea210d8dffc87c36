#include "symbols/symbol_table.h"

namespace perf::symbols {

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
