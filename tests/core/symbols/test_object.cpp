#include <doctest/doctest.h>
#include <sys/auxv.h>

#include <thread>

#include "support.h"

using namespace perf::symbols;

TEST_CASE("many threads may ask first") {
  const std::string libc = test::lines(test::run("ldd /bin/sh | grep -o '/[^ ]*libc.so.6'")).at(0);
  for (int round = 0; round < 5; ++round) {
    const Object object(test::recorded(libc), test::this_host());
    std::vector<std::size_t> sizes(8);
    {
      std::vector<std::jthread> threads;
      for (std::size_t& size : sizes) {
        threads.emplace_back([&object, &size] { size = object.symbols().size(); });
      }
    }
    for (const std::size_t size : sizes) CHECK(size == sizes[0]);
    CHECK(sizes[0] > 1000);
  }
}

TEST_CASE("the vdso is this process's own, when the recording is of this host") {
  ObjectId id;
  id.kind = Kind::vdso;
  id.path = "[vdso]";
  const Object own(id, test::this_host());
  const std::uint64_t clock = test::start_of(own.symbols(), "__vdso_clock_gettime");
  REQUIRE(clock != ~std::uint64_t{0});
  CHECK(clock < 0x4000);
  CHECK_FALSE(own.verified());
  CHECK(Object(id, std::make_shared<SearchOptions>()).symbols().empty());

  // With its build id it may come from anywhere; with another one it may not.
  const char* image = reinterpret_cast<const char*>(::getauxval(AT_SYSINFO_EHDR));
  const auto elf = ElfFile::from(std::string(image, 8192));
  REQUIRE(elf.ok());
  id.build_id = elf->build_id();
  REQUIRE(id.build_id.known());
  const Object verified(id, std::make_shared<SearchOptions>());
  CHECK(verified.verified());
  CHECK(verified.symbols().size() == own.symbols().size());
  id.build_id.bytes[0] ^= 1;
  CHECK(Object(id, test::this_host()).symbols().empty());
}

TEST_CASE("what is no object has no symbols") {
  ObjectId id;
  id.path = "//anon";
  const Object object(id, test::this_host());
  CHECK(object.symbols().empty());
  CHECK_FALSE(object.why_nothing().empty());
  CHECK(object.to_virtual(123) == 123);
}

TEST_CASE("build ids in hexadecimal") {
  const std::uint8_t bytes[] = {0x01, 0xab, 0xf0};
  CHECK(BuildId::from(bytes).hex() == "01abf0");
  CHECK(BuildId().hex() == "");
}
