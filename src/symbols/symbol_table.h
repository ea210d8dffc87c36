// The symbols of one object, and the search for the one that covers an address.
// It knows neither where the symbols came from nor what their addresses are relative to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace perf::symbols {

using base::Address;

struct Symbol {
  Address start = 0;
  Address end = 0;         // exclusive
  std::uint32_t name = 0;  // where the name begins in the table's names
  char binding = 'l';      // 'g' global, 'l' local, 'w' weak
};

// Made by SymbolTableBuilder, and immutable then: any number of threads may read it.
class SymbolTable {
 public:
  SymbolTable() = default;

  // The symbol that covers `address`, base::no_index if none does. Of several, one inside another,
  // it is the innermost.
  [[nodiscard]] std::uint32_t find(Address address) const;

  [[nodiscard]] const Symbol& at(std::uint32_t index) const { return symbols_[index]; }
  [[nodiscard]] std::size_t size() const { return symbols_.size(); }
  [[nodiscard]] bool empty() const { return symbols_.empty(); }
  // As the object spells it: mangled; see `demangle`.
  [[nodiscard]] std::string_view raw_name(std::uint32_t index) const {
    return names_.data() + symbols_[index].name;
  }

 private:
  friend class SymbolTableBuilder;
  // Where the answer of `find` changes, and that answer.
  struct Boundary {
    Address address = 0;
    std::uint32_t owner = base::no_index;
  };
  class Sweep;
  // Makes boundaries_ and buckets_.
  void index();
  void fill_buckets();

  std::vector<Symbol> symbols_;  // by start, as far as they were there at first
  std::vector<Boundary> boundaries_;
  // Of stretches of 2^shift_ bytes: the first boundary that lies in one or behind it.
  std::vector<std::uint32_t> buckets_;
  unsigned shift_ = 0;
  std::string names_;  // NUL-terminated, one behind the other
};

}  // namespace perf::symbols
