#include <doctest/doctest.h>

#include "config/values.h"

using perf::config::to_bool;
using perf::config::to_int;

TEST_CASE("truths") {
  for (const char* value : {"true", "Yes", "ON", "1", "-1", "0x10", "2k"})
    CHECK(to_bool(value) == true);
  for (const char* value : {"false", "no", "Off", "0", ""}) CHECK(to_bool(value) == false);
  for (const char* value : {"maybe", "1x", "k"}) CHECK(to_bool(value) == std::nullopt);
}

TEST_CASE("numbers") {
  CHECK(to_int("12") == 12);
  CHECK(to_int("-3") == -3);
  CHECK(to_int("0x1f") == 31);
  CHECK(to_int("010") == 8);
  CHECK(to_int("4k") == 4096);
  CHECK(to_int("2M") == 2 * 1024 * 1024);
  CHECK(to_int("1g") == 1024LL * 1024 * 1024);
  for (const char* value : {"", "x", "1kb", "9223372036854775808", "9223372036854775807k"}) {
    CHECK(to_int(value) == std::nullopt);
  }
}
