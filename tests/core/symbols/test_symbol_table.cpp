#include <doctest/doctest.h>

#include <random>

#include "support.h"
#include "symbols/symbol_table_builder.h"

using namespace perf::symbols;

namespace {

RawSymbol symbol(Address start, Address end, std::string_view name, char binding = 'g') {
  RawSymbol raw;
  raw.start = start;
  raw.end = end;
  raw.name = name;
  raw.binding = binding;
  return raw;
}

// The one name that is left of several for one address.
std::string survivor(const std::vector<RawSymbol>& aliases) {
  SymbolTableBuilder builder;
  for (const RawSymbol& alias : aliases) builder.add(alias);
  builder.settle();
  const SymbolTable table = builder.build();
  CHECK(table.size() == 1);
  return std::string(table.raw_name(0));
}

}  // namespace

TEST_CASE("an empty table finds nothing") {
  const SymbolTable table;
  CHECK(table.empty());
  CHECK(table.find(0) == perf::base::no_index);
  CHECK(table.find(~Address{0}) == perf::base::no_index);
}

TEST_CASE("tables that begin and end where addresses do") {
  for (const Address end : {Address{1}, ~Address{0}}) {
    SymbolTableBuilder builder;
    builder.add(symbol(0, end, "first"));
    const SymbolTable table = builder.build();
    CHECK(test::name_at(table, 0) == "first");
    CHECK(test::name_at(table, end - 1) == "first");
    CHECK(test::name_at(table, ~Address{0}) == "-");
  }
}

TEST_CASE("a symbol covers its start and not its end") {
  SymbolTableBuilder builder;
  builder.add(symbol(0x20, 0x30, "b"));
  builder.add(symbol(0x10, 0x18, "a"));
  const SymbolTable table = builder.build();
  CHECK(test::name_at(table, 0xf) == "-");
  CHECK(test::name_at(table, 0x10) == "a");
  CHECK(test::name_at(table, 0x17) == "a");
  CHECK(test::name_at(table, 0x18) == "-");
  CHECK(test::name_at(table, 0x20) == "b");
  CHECK(test::name_at(table, 0x30) == "-");
}

TEST_CASE("inside another symbol the inner one counts, and the outer one again behind it") {
  SymbolTableBuilder builder;
  builder.add(symbol(0, 100, "outer"));
  builder.add(symbol(10, 20, "inner"));
  builder.add(symbol(90, 120, "late"));
  const SymbolTable table = builder.build();
  CHECK(test::name_at(table, 9) == "outer");
  CHECK(test::name_at(table, 10) == "inner");
  CHECK(test::name_at(table, 20) == "outer");
  CHECK(table.at(table.find(20)).start == 0);
  CHECK(test::name_at(table, 95) == "late");
  CHECK(test::name_at(table, 119) == "late");
  CHECK(test::name_at(table, 120) == "-");
}

TEST_CASE("the search agrees with looking at every symbol") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<RawSymbol> raw;
    SymbolTableBuilder builder;
    for (int i = 0; i < round % 23; ++i) {
      const Address start = random() % 200;
      raw.push_back(symbol(start, start + random() % 40, "s"));
    }
    std::stable_sort(raw.begin(), raw.end(),
                     [](const RawSymbol& a, const RawSymbol& b) { return a.start < b.start; });
    for (const RawSymbol& one : raw) builder.add(one);
    const SymbolTable table = builder.build();
    for (Address address = 0; address < 260; ++address) {
      std::uint32_t expected = perf::base::no_index;
      for (std::uint32_t i = 0; i < raw.size(); ++i) {
        if (raw[i].start <= address && address < raw[i].end) expected = i;
      }
      REQUIRE(table.find(address) == expected);
    }
  }
}

TEST_CASE("a symbol without size ends where the next begins, the last one behind its page") {
  SymbolTableBuilder builder;
  builder.add(symbol(0x1000, 0x1000, "a"));
  builder.add(symbol(0x1080, 0x1080, "b"));
  builder.settle();
  const SymbolTable table = builder.build();
  CHECK(table.at(0).end == 0x1080);
  CHECK(table.at(1).end == 0x3000);
}

TEST_CASE("of several names one is chosen as perf chooses") {
  CHECK(survivor({symbol(8, 8, "sizeless"), symbol(8, 16, "s")}) == "s");
  CHECK(survivor({symbol(8, 16, "weak_one", 'w'), symbol(8, 16, "g")}) == "g");
  CHECK(survivor({symbol(8, 16, "local_one", 'l'), symbol(8, 16, "g")}) == "g");
  CHECK(survivor({symbol(8, 16, "weak_one", 'w'), symbol(8, 16, "l", 'l')}) == "l");
  CHECK(survivor({symbol(8, 16, "__read"), symbol(8, 16, "read")}) == "read");
  CHECK(survivor({symbol(8, 16, "read"), symbol(8, 16, "readable")}) == "readable");
  CHECK(survivor({symbol(8, 16, "first"), symbol(8, 16, "other")}) == "first");
  CHECK(survivor({symbol(8, 16, "SyS_read"), symbol(8, 16, "sys_read")}) == "sys_read");
  // Mangled it has an underscore, and is longer.
  CHECK(survivor({symbol(8, 16, "_ZN1a1bEv"), symbol(8, 16, "a_longer_c_name")}) ==
        "a_longer_c_name");
}
