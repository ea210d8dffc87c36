#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "session/ordered.h"
#include "support/recording_builder.h"

namespace {

using perf::base::OrderKey;
using perf::records::RawRecord;
using perf::session::Ordered;
using perf::test::RecordingBuilder;

std::vector<OrderKey> delivered(const perf::file::Recording& recording,
                                Ordered::Until until = Ordered::Until::end) {
  Ordered records(recording, {}, until);
  std::vector<OrderKey> keys;
  RawRecord record;
  OrderKey key;
  while (records.next(record, key)) {
    CHECK(record.offset == key.offset);
    CHECK(record.type != perf::event::record_finished_round);
    keys.push_back(key);
  }
  CHECK(!records.error());
  CHECK(!records.next(record, key));
  return keys;
}

std::vector<std::uint64_t> times(const perf::file::Recording& recording,
                                 Ordered::Until until = Ordered::Until::end) {
  std::vector<std::uint64_t> out;
  for (const OrderKey& key : delivered(recording, until)) out.push_back(key.time);
  return out;
}

}  // namespace

// PASS 1 brings 1 3 from one CPU and 2 4 from the other, PASS 2 brings 5 and, late, 3: what is up
// to the latest time of the pass before is complete only then.
TEST_CASE("a round delivers up to the latest time of the round before") {
  RecordingBuilder file;
  for (const std::uint64_t time : {1, 3, 2, 4}) file.sample(time, 1);
  file.round();
  for (const std::uint64_t time : {5, 3, 9}) file.sample(time, 1);
  file.round();
  for (const std::uint64_t time : {6, 7}) file.sample(time, 1);
  const auto recording = file.open();
  CHECK(times(recording) == std::vector<std::uint64_t>{1, 2, 3, 3, 4, 5, 6, 7, 9});
}

TEST_CASE("what a growing recording has so far is the beginning of what it will have") {
  RecordingBuilder file;
  std::vector<std::uint64_t> before;
  for (std::uint64_t pass = 1; pass < 20; ++pass) {
    for (const std::uint64_t late : {7, 0, 9}) file.sample(pass * 10 + late - 5 * (late % 2), 1);
    if (pass % 3 == 0) file.sample(0, 1);
    file.round();
    const auto now = times(file.open(), Ordered::Until::last_round);
    REQUIRE(now.size() >= before.size());
    CHECK(std::equal(before.begin(), before.end(), now.begin()));
    before = now;
  }
  const auto all = times(file.open());
  CHECK(before.size() < all.size());
  CHECK(before.size() + 6 > all.size());
  CHECK(std::equal(before.begin(), before.end(), all.begin()));
}

TEST_CASE("what comes after its round was delivered is late, and not lost") {
  RecordingBuilder file;
  file.sample(10, 1);
  file.round();
  file.sample(20, 1);
  file.round();
  file.sample(5, 1);
  file.sample(30, 1);
  CHECK(times(file.open()) == std::vector<std::uint64_t>{10, 5, 20, 30});
}

TEST_CASE("records without a time are handed out at once") {
  RecordingBuilder file;
  file.sample(7, 1);
  file.sample(0, 1);
  file.sample(~0ULL, 1);
  file.sample(3, 1);
  CHECK(times(file.open()) == std::vector<std::uint64_t>{0, 0, 3, 7});
}

TEST_CASE("a recording without times keeps file order") {
  RecordingBuilder file(false);
  for (const std::uint32_t tid : {3, 1, 2}) file.sample(0, tid);
  const auto keys = delivered(file.open());
  REQUIRE(keys.size() == 3);
  CHECK(std::is_sorted(keys.begin(), keys.end()));
}

TEST_CASE("many blocks, many runs: every record once, in order") {
  std::mt19937_64 random(1);
  RecordingBuilder file;
  std::vector<std::uint64_t> all;
  for (std::uint64_t round = 0; round < 100; ++round) {
    for (int cpu = 0; cpu < 5; ++cpu) {
      std::vector<std::uint64_t> run(500);
      for (std::uint64_t& time : run) time = 1 + round * 1000 + random() % 1500;
      std::sort(run.begin(), run.end());
      for (const std::uint64_t time : run) file.sample(time, 1);
      all.insert(all.end(), run.begin(), run.end());
    }
    file.round();
  }
  for (int i = 0; i < 100'000; ++i) {  // then a long stretch without a round
    all.push_back(200'000 + random() % 100'000);
    file.sample(all.back(), 1);
  }
  std::sort(all.begin(), all.end());
  CHECK(times(file.open()) == all);
}

TEST_CASE("a record that is none ends the walk, what came before is handed out") {
  RecordingBuilder file;
  file.sample(2, 1);
  file.sample(1, 1);
  file.raw({9, 0, 0, 0, 0, 0, 4, 0, 1, 2, 3, 4});
  file.sample(3, 1);
  CHECK(times(file.open()) == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("the block outlives the call that gave it") {
  RecordingBuilder file(false);
  for (std::uint32_t i = 0; i < 200'000; ++i) file.sample(0, i);
  const auto recording = file.open();
  Ordered records(recording);
  RawRecord record;
  OrderKey key;
  REQUIRE(records.next(record, key));
  const auto block = records.block();
  const RawRecord first = record;
  std::uint8_t last = 0;
  while (records.next(record, key)) last = record.body[0];
  CHECK(first.body[0] == 0);
  CHECK(last == static_cast<std::uint8_t>(199'999));
}
