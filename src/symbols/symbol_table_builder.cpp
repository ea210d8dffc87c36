#include "symbols/symbol_table_builder.h"

#include <algorithm>

#include "symbols/demangle.h"

namespace perf::symbols {
namespace {

constexpr Address page = 4096;

Address next_page(Address address) {
  return (address + page - 1) & ~(page - 1);
}

bool by_start(const RawSymbol& left, const RawSymbol& right) {
  return left.start < right.start;
}

// "SyS_read" and "compat_SyS_read" are the kernel's own second names for system calls.
bool is_syscall_alias(std::string_view name) {
  return name.starts_with("SyS") || name.starts_with("compat_SyS");
}

// perf compares what it shows.
bool better_spelling(const RawSymbol& left, const RawSymbol& right) {
  const std::string a = demangle(left.name);
  const std::string b = demangle(right.name);
  const std::size_t a_underscores = std::min(a.find_first_not_of('_'), a.size());
  const std::size_t b_underscores = std::min(b.find_first_not_of('_'), b.size());
  if (a_underscores != b_underscores) return a_underscores < b_underscores;
  if (a.size() != b.size()) return a.size() > b.size();
  return !is_syscall_alias(a);
}

// Whether of two names for one address the left one, which comes first in the list, is shown.
bool better(const RawSymbol& left, const RawSymbol& right) {
  const bool left_sized = left.end != left.start;
  if (left_sized != (right.end != right.start)) return left_sized;
  if ((left.binding == 'w') != (right.binding == 'w')) return right.binding == 'w';
  if ((left.binding == 'g') != (right.binding == 'g')) return left.binding == 'g';
  return better_spelling(left, right);
}

}  // namespace

void SymbolTableBuilder::sort() {
  // Equal addresses keep their order in the list, on which the choice between names depends.
  if (!std::is_sorted(symbols_.begin(), symbols_.end(), by_start)) {
    std::stable_sort(symbols_.begin(), symbols_.end(), by_start);
  }
}

void SymbolTableBuilder::settle() {
  if (symbols_.empty()) return;
  sort();
  end_where_the_next_begins();
  drop_aliases();
}

void SymbolTableBuilder::end_where_the_next_begins() {
  for (std::size_t i = 0; i + 1 < symbols_.size(); ++i) {
    RawSymbol& symbol = symbols_[i];
    if (symbol.end != symbol.start) continue;
    const RawSymbol& next = symbols_[i + 1];
    // Between the kernel and a module lies a gap that belongs to neither.
    symbol.end = symbol.module == next.module ? next.start : next_page(symbol.end + page);
  }
  RawSymbol& last = symbols_.back();
  if (last.end == last.start) last.end = next_page(last.start) + page;
}

void SymbolTableBuilder::drop_aliases() {
  std::size_t kept = 0;
  for (std::size_t i = 1; i < symbols_.size(); ++i) {
    RawSymbol& best = symbols_[kept];
    RawSymbol& next = symbols_[i];
    if (best.start != next.start) {
      symbols_[++kept] = next;
      continue;
    }
    const bool ifunc = best.ifunc || next.ifunc;
    if (!better(best, next)) best = next;
    best.ifunc = ifunc;
  }
  symbols_.resize(kept + 1);
}

RawSymbol* SymbolTableBuilder::at_or_below(Address address) {
  const auto above = std::upper_bound(
      symbols_.begin(), symbols_.end(), address,
      [](Address wanted, const RawSymbol& symbol) { return wanted < symbol.start; });
  return above == symbols_.begin() ? nullptr : &*std::prev(above);
}

SymbolTable SymbolTableBuilder::build() {
  return build_onto({});
}

SymbolTable SymbolTableBuilder::build_onto(SymbolTable table) {
  sort();
  table.symbols_.reserve(table.size() + symbols_.size());
  std::size_t bytes = table.names_.size();
  for (const RawSymbol& symbol : symbols_) bytes += symbol.name.size() + 1;
  table.names_.reserve(bytes);
  for (const RawSymbol& symbol : symbols_) {
    // Names of more than 4 GiB in all do not fit Symbol::name; no real object comes near.
    if (table.names_.size() > ~std::uint32_t{0}) break;
    table.symbols_.push_back({symbol.start, symbol.end,
                              static_cast<std::uint32_t>(table.names_.size()), symbol.binding});
    table.names_.append(symbol.name).push_back('\0');
  }
  table.index();
  return table;
}

}  // namespace perf::symbols
