// perf's own records: counts that do not fit, forms that older perfs wrote, sets of CPUs.
#include <doctest/doctest.h>

#include "records/parse.h"
#include "support/perf_bytes.h"

using namespace perf;
using perf::test::Bytes;

namespace {

base::Result<records::Body> parsed(std::uint32_t type, const Bytes& body, std::uint16_t misc = 0) {
  return records::parse({type, misc, 0, body.get()}, {});
}

template <class Kind>
Kind as(std::uint32_t type, const Bytes& body) {
  const auto found = parsed(type, body);
  REQUIRE(found);
  return std::get<Kind>(*found);
}

Bytes little() {
  return Bytes(false);
}

std::vector<std::int64_t> cpus(const Bytes& body) {
  return records::cpus_of(as<records::CpuMap>(event::record_cpu_map, body));
}

using Cpus = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a count of more than there is is refused") {
  for (const unsigned long long count : {2ULL, ~0ULL / 32 + 2, ~0ULL}) {
    const Bytes body = little().u64(count).u64(1).u64(2).u64(3).u64(4);
    CHECK_FALSE(parsed(event::record_id_index, body));
    CHECK((count == 2) == static_cast<bool>(parsed(event::record_stat_config, body)));
    CHECK_FALSE(parsed(event::record_thread_map, body));
    CHECK_FALSE(parsed(event::record_bpf_metadata, little().text("", 512).add(body)));
  }
  CHECK_FALSE(parsed(event::record_cpu_map, little().u16(0).u16(3).u16(1).u16(2)));
  CHECK_FALSE(parsed(event::record_cpu_map, little().u16(1).u16(2).u16(8).u32(0).u64(1)));
}

TEST_CASE("guests are in an index that has one for each counter") {
  Bytes body = little().u64(2).u64(7).u64(0).u64(1).u64(2).u64(8).u64(0).u64(1).u64(2);
  CHECK(as<records::IdIndex>(event::record_id_index, body).guests.size() == 0);
  CHECK(as<records::IdIndex>(event::record_id_index, body.u64(900).u64(1)).guests.size() == 0);
  const auto whole = as<records::IdIndex>(event::record_id_index, body.u64(901).u64(2));
  REQUIRE(whole.guests.size() == 2);
  CHECK(whole.guests[1].machine_pid == 901);
}

TEST_CASE("an attribute says its size") {
  const auto attr = [](std::uint32_t size) { return little().u32(1).u32(size).text("", 64); };
  CHECK(as<records::HeaderAttr>(event::record_header_attr, attr(64)).ids.size() == 1);
  CHECK(as<records::HeaderAttr>(event::record_header_attr, attr(0)).ids.size() == 1);
  CHECK(as<records::HeaderAttr>(event::record_header_attr, attr(72)).ids.size() == 0);
  CHECK_FALSE(parsed(event::record_header_attr, attr(56)));
  CHECK_FALSE(parsed(event::record_header_attr, attr(80)));
}

TEST_CASE("a build id is as long as it says, where it says so") {
  Bytes body = little().u32(5).text("", 20).text("\x10", 1).text("", 3).text("/bin/x", 8);
  const auto size = [&](std::uint16_t misc) {
    const auto found = parsed(event::record_header_build_id, body, misc);
    REQUIRE(found);
    return std::get<records::HeaderBuildId>(*found).build_id.size();
  };
  CHECK(size(0) == 20);
  CHECK(size(event::misc_build_id_size) == 16);
}

TEST_CASE("CPUs in every form") {
  CHECK(cpus(little().u16(0).u16(2).u16(5).u16(0xffff)) == Cpus{5, -1});
  CHECK(cpus(little().u16(1).u16(2).u16(4).u32(1).u32(1U << 31)) == Cpus{0, 63});
  CHECK(cpus(little().u16(1).u16(1).u16(8).u32(0).u64(5)) == Cpus{0, 2});
  CHECK(cpus(little().u16(1).u16(1).u16(3).text("\x7", 3)).empty());
  CHECK(cpus(little().u16(2).u16(1).u16(3).u16(4)) == Cpus{-1, 3, 4});
  CHECK(cpus(little().u16(2).u16(0).u16(4).u16(3)).empty());
  CHECK(cpus(little().u16(2).u16(0).u16(0).u16(0xffff)).size() == 65536);
  CHECK(cpus(little().u16(77)).empty());
}
