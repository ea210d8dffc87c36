#include <doctest/doctest.h>

#include <vector>

#include "bytes/cursor.h"

using namespace perf::bytes;

TEST_CASE("reading past the end gives zeros and fails for good") {
  const std::vector<std::uint8_t> bytes{1, 2, 3, 4, 5};
  Cursor in(bytes);
  CHECK(in.read<std::uint32_t>() == 0x04030201);
  CHECK(in.read<std::uint16_t>() == 0);
  CHECK_FALSE(in.ok());
  CHECK(in.read<std::uint8_t>() == 0);
  CHECK(in.left() == 0);
}

TEST_CASE("the other byte order") {
  const std::vector<std::uint8_t> bytes{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(Cursor(bytes, true).read<std::uint64_t>() == 0x0102030405060708ULL);
  CHECK(Cursor(bytes, true).read<std::uint16_t>() == 0x0102);
}

TEST_CASE("text ends at its NUL or with its field") {
  const std::vector<std::uint8_t> bytes{'a', 'b', 0, 'c', 'd', 'e'};
  Cursor in(bytes);
  CHECK(in.text(4) == "ab");
  CHECK(in.text(2) == "de");
  CHECK(in.ok());
  CHECK(in.text(1).empty());
  CHECK_FALSE(in.ok());
}

TEST_CASE("no length makes take() wrap round") {
  const std::vector<std::uint8_t> bytes(16);
  for (const std::uint64_t size : std::vector<std::uint64_t>{17, ~0ULL, ~0ULL - 7, 1ULL << 63}) {
    Cursor in(bytes);
    CHECK(in.take(size).empty());
    CHECK_FALSE(in.ok());
  }
}
