// Makes a symbol table of what an object file, kallsyms or a perf map lists, with perf's choices
// where such a list is vague: symbols without size and several names for one address. It reads no
// file.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "symbols/symbol_table.h"

namespace perf::symbols {

struct RawSymbol {
  Address start = 0;
  Address end = 0;          // equal to start: unknown
  std::string_view name;    // of the list that is read, or kept by `keep`
  std::string_view module;  // of kallsyms, empty: the kernel
  char binding = 'l';
  bool ifunc = false;  // it or an alias of it chooses an implementation at load time
};

class SymbolTableBuilder {
 public:
  void reserve(std::size_t count) { symbols_.reserve(count); }
  void add(const RawSymbol& symbol) { symbols_.push_back(symbol); }
  std::string_view keep(std::string name) { return kept_.emplace_back(std::move(name)); }

  // Sorts, ends symbols without size where the next begins, and leaves one name for each address.
  void settle();
  // As `settle`, without dropping any name.
  void sort();

  // The symbols so far; sorted after `settle`.
  [[nodiscard]] std::vector<RawSymbol>& symbols() { return symbols_; }
  // Of the settled symbols the last that starts at or below `address`, null if none does.
  [[nodiscard]] RawSymbol* at_or_below(Address address);

  [[nodiscard]] SymbolTable build();
  // Likewise, behind the symbols of a table, which keep their numbers.
  [[nodiscard]] SymbolTable build_onto(SymbolTable table);

 private:
  void end_where_the_next_begins();
  void drop_aliases();

  std::vector<RawSymbol> symbols_;
  std::deque<std::string> kept_;
};

}  // namespace perf::symbols
