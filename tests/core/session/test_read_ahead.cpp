#include <doctest/doctest.h>

#include <algorithm>

#include "session/read_ahead.h"
#include "support/recording_builder.h"

namespace {

using perf::records::RawRecord;
using perf::session::AheadRecord;
using perf::session::Ordered;
using perf::session::ReadAhead;
using perf::test::RecordingBuilder;

// Many rounds of many samples, so that batches and blocks are used again.
perf::file::Recording large_recording() {
  RecordingBuilder file;
  for (std::uint64_t time = 1; time < 60'000; ++time) {
    file.sample(time ^ 3U, 1);
    if (time % 1000 == 0) file.round();
  }
  return file.open();
}

struct Seen {
  std::uint64_t offset;
  std::vector<std::uint8_t> body;
  bool operator==(const Seen&) const = default;
};

Seen seen(const RawRecord& record) {
  return {record.offset, {record.body.begin(), record.body.end()}};
}

}  // namespace

TEST_CASE("what is read ahead is what the ordered records are, byte by byte") {
  const auto recording = large_recording();
  Ordered ordered(recording);
  ReadAhead ahead(
      recording, {}, Ordered::Until::end, [](AheadRecord&) { return true; }, [](AheadRecord&) {});
  RawRecord record;
  perf::base::OrderKey key;
  std::size_t count = 0;
  while (ordered.next(record, key)) {
    const AheadRecord* next = ahead.next();
    REQUIRE(next != nullptr);
    REQUIRE(next->key == key);
    REQUIRE(seen(next->record) == seen(record));
    ++count;
  }
  CHECK(count == 59'999);
  CHECK(ahead.next() == nullptr);
  CHECK(ahead.next() == nullptr);
}

TEST_CASE("records are prepared in the other thread, and left out there") {
  const auto recording = large_recording();
  static const int note = 0;
  const auto prepare = [](AheadRecord& record) {
    record.event = 7;
    return record.key.time % 2 == 0;
  };
  ReadAhead ahead(recording, {}, Ordered::Until::end, prepare,
                  [](AheadRecord& record) { record.note = &note; });
  std::size_t count = 0;
  while (const AheadRecord* next = ahead.next()) {
    CHECK(next->key.time % 2 == 0);
    CHECK(next->event == 7);
    CHECK(next->note == &note);
    ++count;
  }
  CHECK(count == 30'000);
}

TEST_CASE("it can be dropped at any time") {
  const auto recording = large_recording();
  for (const std::size_t wanted : {0, 1, 4096, 5000, 30'000}) {
    ReadAhead ahead(
        recording, {}, Ordered::Until::end, [](AheadRecord&) { return true; }, [](AheadRecord&) {});
    for (std::size_t i = 0; i < wanted; ++i) REQUIRE(ahead.next() != nullptr);
  }
}
