// Recordings that tell of themselves in records, in files, pipes and both byte orders.
#include <fcntl.h>

#include <thread>

#include "support/perf_bytes.h"

namespace {

using perf::file::Recording;
using perf::test::Bytes;
using perf::test::TestAttr;

constexpr std::uint64_t tid_time = 1U << 1 | 1U << 2;

Bytes string_of(bool big, std::string_view text) {
  Bytes out(big);
  out.u32(64).text(text, 64);
  return out;
}

Bytes sample(bool big, std::uint64_t time) {
  return std::move(Bytes(big).u32(1).u32(1).u64(time));
}

Bytes pipe_recording(bool big) {
  TestAttr attr;
  attr.sample_type = tid_time;
  Bytes out = perf::test::pipe_bytes(big);
  out.record(64, 0, Bytes(big).add(perf::test::attr_bytes(big, attr)).u64(41).u64(42));
  out.record(80, 0, Bytes(big).u64(3).add(string_of(big, "the-host")));
  out.record(80, 0, Bytes(big).u64(7).u32(8).u32(4));
  out.record(80, 0, Bytes(big).u64(200).text("of a later perf", 16));
  out.record(80, 0, Bytes(big).u64(64));  // the end of them
  out.record(78, 0, Bytes(big).u64(2).u64(42).text("energy", 8));
  out.record(78, 0, Bytes(big).u64(0).u64(42).text("Joules", 8));
  out.record(78, 0, Bytes(big).u64(1).u64(41).u64(0x3fe0000000000000));  // 0.5
  out.record(66, 0, Bytes(big).u32(5).u32(0)).text("12345", 8);
  out.record(67, 0x8001,
             Bytes(big).u32(~0U).text("\x01\x02\x03\x04", 20).text("\x04", 4).text("/bin/x", 8));
  out.record(9, 2, sample(big, 10)).record(9, 2, sample(big, 20));
  return out;
}

void check(const Recording& recording) {
  CHECK(recording.damage().empty());
  REQUIRE(recording.events().size() == 1);
  const auto& event = recording.events().at(0);
  CHECK(event.ids == std::vector<std::uint64_t>{41, 42});
  CHECK(event.name == "energy");
  CHECK(event.unit == "Joules");
  CHECK(event.scale == 0.5);
  const auto& features = recording.features();
  CHECK(features.hostname == "the-host");
  CHECK(features.nr_cpus_available == 8);
  CHECK(features.has(200));
  CHECK_FALSE(features.has(64));
  CHECK(features.tracing_data.size() >= 5);
  REQUIRE(features.build_ids.size() == 1);
  CHECK(features.build_ids[0].id == std::vector<std::uint8_t>{1, 2, 3, 4});
  CHECK(features.build_ids[0].filename == "/bin/x");
  CHECK(features.build_ids[0].pid == -1);
}

}  // namespace

TEST_CASE("a pipe's header is in its records") {
  for (const bool big : {false, true}) check(perf::test::open_bytes(pipe_recording(big)));
}

TEST_CASE("what comes through a pipe is the same as what lies in a file") {
  const Bytes bytes = pipe_recording(false);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  std::thread writer([&] {
    for (const std::uint8_t byte : bytes.get()) CHECK(::write(ends[1], &byte, 1) == 1);
    ::close(ends[1]);
  });
  auto recording = Recording::open("-", ends[0]);
  writer.join();
  ::close(ends[0]);
  REQUIRE(recording.ok());
  check(*recording);
  CHECK(perf::test::read_all(*recording) == perf::test::read_all(perf::test::open_bytes(bytes)));
}

TEST_CASE("pipes of 2012 have their features in records of their own") {
  for (const bool big : {false, true}) {
    TestAttr attr;
    attr.size = 64;
    attr.sample_type = tid_time;
    Bytes out = perf::test::pipe_bytes(big);
    for (const auto& [type, text] : {std::pair{69, "host"}, {70, "3.4"}, {71, "3.4.0"}}) {
      out.record(static_cast<std::uint32_t>(type), 0, string_of(big, text));
    }
    out.record(64, 0, perf::test::attr_bytes(big, attr)).record(9, 2, sample(big, 10));
    const auto recording = perf::test::open_bytes(out);
    CHECK(recording.damage().empty());
    CHECK(recording.features().hostname == "host");
    CHECK(recording.features().version == "3.4.0");
    REQUIRE(recording.removed().size() == 3);
    CHECK(recording.removed()[0].name == "OLD_HOSTNAME");
    CHECK(recording.events().size() == 1);
    const auto bytes = perf::test::read_all(recording);
    CHECK(perf::records::record_at(bytes, 0, 0).type == 64);
  }
}

TEST_CASE("header records that are too short are damage") {
  Bytes out = pipe_recording(false);
  out.record(78, 0, Bytes(false).u64(1)).record(80, 0, Bytes(false).u32(0));
  out.record(67, 0, Bytes(false).u64(0));
  const auto recording = perf::test::open_bytes(out);
  CHECK(recording.damage().count() == 3);
}
