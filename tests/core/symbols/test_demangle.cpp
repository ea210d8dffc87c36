#include <doctest/doctest.h>

#include <string>

#include "symbols/demangle.h"

using perf::symbols::demangle;

TEST_CASE("C++ names are shown with their parameters") {
  CHECK(demangle("_ZN3foo3barEiPKc") == "foo::bar(int, char const*)");
  CHECK(demangle("_ZNSt6vectorIiSaIiEE9push_backERKi") ==
        "std::vector<int, std::allocator<int> >::push_back(int const&)");
  CHECK(demangle("_ZN3fooC2Ev") == "foo::foo()");
  CHECK(demangle("_ZZ4mainENKUlvE_clEv") == "main::{lambda()#1}::operator()() const");
  CHECK(demangle("_Z3foov.cold") == "foo() [clone .cold]");
  CHECK(demangle("_Z3fooi@plt") == "foo(int)@plt");
}

TEST_CASE("legacy Rust names lose their escapes and their hash") {
  CHECK(demangle("_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE") ==
        "core::fmt::Write::write_fmt");
  CHECK(demangle("_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar"
                 "17h930b740aa94f1d3aE") == "<Test + 'static as foo::Bar<Test>>::bar");
  CHECK(demangle("_ZN4main4main28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE") ==
        "main::main::{{closure}}");
}

TEST_CASE("Rust v0 names") {
  CHECK(demangle("_RNvCs1234_7mycrate3foo") == "mycrate::foo");
  CHECK(demangle("_RNvMNtCs1234_7mycrate3fooNtB2_3Bar3baz") == "<mycrate::foo::Bar>::baz");
  CHECK(demangle("_RINvCs1234_7mycrate3foolE") == "mycrate::foo::<i32>");
}

TEST_CASE("everything else comes back unchanged") {
  // One-letter names are also the mangled names of types.
  for (const char* name :
       {"main", "f", "i", "", "_Z", "_ZN", "_R", "_RNv", "memcpy@@GLIBC_2.14", "@plt",
        "_ZNSs4_RepC1Ev@@GLIBCXX_3.4", "camlList__map_88", "__x64_sys_read", "f@plt"}) {
    CHECK(demangle(name) == name);
  }
}

TEST_CASE("a name that spells itself out without end is left alone") {
  // Each level holds the level below twice: "int" stands there 2^30 times.
  const std::string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string name = "_Z1fISt4pairIiiE";
  std::string previous = "S0_";
  for (int level = 0; level < 30; ++level) {
    name += "S_I" + previous + previous + "E";
    previous = std::string("S") + digits[static_cast<std::size_t>(level + 1)] + "_";
  }
  name += "EvT_";
  CHECK(demangle(name) == name);
  const std::string deep = "_Z1f" + std::string(200000, 'P') + "i";
  CHECK(demangle(deep) == deep);
}
