// Every kind of record from golden bytes, and cut off at every length.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "records/parse.h"

using namespace perf;

namespace {

template <class... Fields>
std::vector<std::uint8_t> body_of(Fields... fields) {
  std::vector<std::uint8_t> bytes;
  const auto put = [&](auto value) {
    const auto* raw = reinterpret_cast<const std::uint8_t*>(&value);
    bytes.insert(bytes.end(), raw, raw + sizeof value);
  };
  (put(fields), ...);
  return bytes;
}

using u32 = std::uint32_t;
using u64 = std::uint64_t;

}  // namespace

TEST_CASE("MMAP2 with inode and with build id") {
  auto bytes = body_of(u32{1}, u32{2}, u64{0x1000}, u64{0x200}, u64{0x40}, u32{8}, u32{1}, u64{77},
                       u64{3}, u32{5}, u32{2});
  for (const char c : std::string("/bin/x\0\0", 8)) bytes.push_back(static_cast<std::uint8_t>(c));
  records::RawRecord raw{event::record_mmap2, 0, 0, bytes};
  const auto parsed = records::parse(raw, {});
  REQUIRE(parsed);
  const auto& map = std::get<records::Mmap2>(*parsed);
  CHECK(map.tid == 2);
  CHECK(map.pgoff == 0x40);
  CHECK(map.ino == 77);
  CHECK(map.prot == 5);
  CHECK(map.filename == "/bin/x");
  bytes[32] = 20;
  raw = {event::record_mmap2, event::misc_mmap_build_id, 0, bytes};
  const auto with_id = records::parse(raw, {});
  REQUIRE(with_id);
  CHECK(std::get<records::Mmap2>(*with_id).build_id.size() == 20);
}

TEST_CASE("a name that fills its record has no NUL and is whole") {
  auto bytes = body_of(u32{1}, u32{2});
  for (const char c : std::string("12345678")) bytes.push_back(static_cast<std::uint8_t>(c));
  const auto parsed =
      records::parse({event::record_comm, event::misc_comm_exec, 0, bytes}, event::Layout{});
  REQUIRE(parsed);
  CHECK(std::get<records::Comm>(*parsed).comm == "12345678");
  CHECK(std::get<records::Comm>(*parsed).exec);
}

TEST_CASE("records of every type and length are parsed, refused or kept raw") {
  const std::vector<std::uint8_t> ones(120, 0xff);
  for (u32 type = 0; type < 100; ++type) {
    for (std::size_t size = 0; size <= ones.size(); ++size) {
      const records::RawRecord raw{type, 0, 0x40, bytes::View(ones).first(size)};
      const auto parsed = records::parse(raw, {});
      if (parsed) continue;
      CHECK(parsed.error().code == base::Code::bad_record);
      CHECK(parsed.error().offset == 0x40);
    }
  }
}

TEST_CASE("the sample_id trailer is read from the end") {
  event::Attr attr;
  attr.sample_type = event::sample_tid | event::sample_time | event::sample_cpu;
  attr.flags = 1ULL << 18;
  const event::Layout layout = event::layout_of(attr);
  const auto bytes = body_of(u64{9}, u64{5}, u32{11}, u32{12}, u64{123456}, u32{3}, u32{0});
  const records::RawRecord raw{event::record_lost, 0, 64, bytes};
  const auto id = records::parse_sample_id(raw, layout);
  CHECK(id.pid == 11);
  CHECK(id.tid == 12);
  CHECK(id.time == 123456);
  CHECK(id.cpu == 3);
  CHECK(records::order_key(raw, layout) == base::OrderKey{123456, 64});
  CHECK(std::get<records::Lost>(*records::parse(raw, layout)).lost == 5);
}

TEST_CASE("a record without room for its trailer has no time") {
  event::Attr attr;
  attr.sample_type = event::sample_time;
  attr.flags = 1ULL << 18;
  const std::vector<std::uint8_t> bytes(16, 0x11);
  for (std::size_t size = 0; size < 8; ++size) {
    const records::RawRecord raw{event::record_lost, 0, 64, bytes::View(bytes).subspan(8, size)};
    CHECK(records::order_key(raw, event::layout_of(attr)) == base::OrderKey{0, 64});
  }
}
