// The walk goes on behind what is no record, and says where that was.
#include "session/scan.h"
#include "session/search_options.h"
#include "support/perf_bytes.h"

namespace {

using perf::base::Code;
using perf::test::Bytes;
using perf::test::TestAttr;

constexpr std::uint64_t data_offset = 104 + 136 + 16;

Bytes samples(unsigned count) {
  Bytes out(false);
  for (unsigned i = 0; i < count; ++i) out.record(9, 2, Bytes(false).u32(1).u32(1).u64(i + 1));
  return out;
}

perf::session::Scan scan(const Bytes& data) {
  TestAttr attr;
  attr.sample_type = 1U << 1 | 1U << 2;
  const auto recording = perf::test::open_bytes(perf::test::file_bytes(false, attr, {}, data));
  const std::atomic<bool> never{false};
  auto scanned = perf::session::scan(recording, perf::session::search_options(recording, {}),
                                     perf::session::ScanFor::counts, never);
  REQUIRE(scanned.ok());
  return std::move(scanned).value();
}

}  // namespace

TEST_CASE("holes and stray bytes are stepped over") {
  for (const std::size_t size : {8, 11, 64, 4096, 3'000'000}) {
    for (const char fill : {'\0', 'x', '\xff'}) {
      INFO("bytes ", size, " of ", int(fill));
      Bytes data = samples(20);
      data.text(std::string(size, fill), size).add(samples(30));
      const auto scanned = scan(data);
      CHECK(scanned.samples() == 50);
      REQUIRE(scanned.damage.count() == 1);
      const auto& damage = scanned.damage.list()[0];
      CHECK(damage.error.offset == data_offset + 20 * 24);
      CHECK(damage.bytes == size);
      REQUIRE(scanned.stretches.size() == 2);
      CHECK(scanned.stretches[0].size == 20 * 24);
      CHECK(scanned.stretches[1].size == 30 * 24);
    }
  }
}

TEST_CASE("what is cut off at the end is the only thing that is missing") {
  Bytes data = samples(10);
  data.u32(9).u16(2).u16(24).u64(1);
  const auto scanned = scan(data);
  CHECK(scanned.samples() == 10);
  REQUIRE(scanned.damage.count() == 1);
  CHECK(scanned.damage.list()[0].error.code == Code::truncated);
  CHECK(scanned.damage.list()[0].error.value == 8);
}

TEST_CASE("a sample without a size ends the walk") {
  Bytes data = samples(10);
  data.u32(9).u16(2).u16(0).add(samples(10));
  const auto scanned = scan(data);
  CHECK(scanned.samples() == 10);
  REQUIRE(scanned.damage.count() == 1);
  CHECK(scanned.damage.list()[0].error.code == Code::bad_record_size);
}

TEST_CASE("AUX area data is stepped over, however large, and counted") {
  Bytes data = samples(5);
  const std::size_t payload = 5'000'000;
  data.record(71, 0, Bytes(false).u64(payload).u64(0).u64(0).u32(0).u32(0).u32(0).u32(0));
  data.text(std::string(payload, '\x09'), payload).add(samples(5));
  const auto scanned = scan(data);
  CHECK(scanned.damage.empty());
  CHECK(scanned.samples() == 10);
  CHECK(scanned.counts[71] == 1);
}

TEST_CASE("records of no perf are counted by their number") {
  Bytes data = samples(1);
  data.record(32775, 0, Bytes(false).u64(1))
      .record(60, 0, Bytes(false))
      .record(60, 0, Bytes(false));
  const auto scanned = scan(data);
  CHECK(scanned.damage.empty());
  CHECK(scanned.unknown_records == 3);
  CHECK(scanned.unknown_counts.at(60) == 2);
  CHECK(scanned.unknown_counts.at(32775) == 1);
}
