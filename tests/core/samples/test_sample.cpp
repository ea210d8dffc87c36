// Samples with every field, in the kernel's order, and cut off at every length.
#include <doctest/doctest.h>

#include <vector>

#include "event/abi.h"
#include "samples/quick.h"

using namespace perf;

namespace {

using Words = std::vector<std::uint64_t>;

bytes::View view(const Words& words) {
  return {reinterpret_cast<const std::uint8_t*>(words.data()), words.size() * 8};
}

event::Layout layout(std::uint64_t type, std::uint64_t read_format = 0) {
  event::Attr attr;
  attr.sample_type = type;
  attr.read_format = read_format;
  attr.sample_regs_user = 0b101;
  attr.sample_period = 99;
  return event::layout_of(attr);
}

}  // namespace

TEST_CASE("fields follow each other in the kernel's order") {
  const auto type = event::sample_ip | event::sample_tid | event::sample_read |
                    event::sample_callchain | event::sample_branch_stack | event::sample_regs_user |
                    event::sample_stack_user | event::sample_weight | event::sample_phys_addr |
                    event::sample_aux;
  const Words words{0x1234, 7ULL | (8ULL << 32),  // ip, pid and tid
                    55,                           // read value
                    2,      0xa,
                    0xb,  // callchain
                    1,      0x10,
                    0x20,   3,  // branches
                    2,      0x77,
                    0x78,  // registers
                    8,      0xddULL,
                    4,  // stack of 8 bytes, 4 dumped
                    31,     0x999,
                    8,      0xee};  // weight, physical address, aux
  const auto sample = samples::parse({event::record_sample, 2, 0, view(words)}, layout(type));
  REQUIRE(sample);
  CHECK(sample->ip == 0x1234);
  CHECK(sample->tid == 8);
  CHECK(sample->read->at(0).value == 55);
  CHECK(sample->callchain[1] == 0xb);
  CHECK(sample->branch(0).to == 0x20);
  CHECK(sample->branch(0).predicted());
  CHECK(sample->user_regs.values[1] == 0x78);
  CHECK(sample->user_stack.size() == 4);
  CHECK(sample->weight == 31);
  CHECK(sample->phys_addr == 0x999);
  CHECK(sample->aux.size() == 8);
  CHECK(sample->period == 99);
  for (std::size_t cut = 1; cut <= words.size(); ++cut) {
    const Words shorter(words.begin(), words.end() - static_cast<std::ptrdiff_t>(cut));
    CHECK_FALSE(samples::parse({event::record_sample, 2, 0, view(shorter)}, layout(type)));
  }
}

TEST_CASE("counts that claim more than there is are refused") {
  for (const auto type : {event::sample_callchain, event::sample_branch_stack, event::sample_aux}) {
    for (const std::uint64_t count : Words{17, ~0ULL, 1ULL << 61, 1ULL << 63}) {
      const Words words{count, 1, 2};
      CHECK_FALSE(samples::parse({event::record_sample, 0, 0, view(words)}, layout(type)));
    }
  }
}

TEST_CASE("groups of counters") {
  const auto format = event::format_group | event::format_id | event::format_total_time_enabled;
  const Words words{2, 1000, 10, 1, 20, 2};
  const auto sample =
      samples::parse({event::record_sample, 0, 0, view(words)}, layout(event::sample_read, format));
  REQUIRE(sample);
  CHECK(sample->read->count == 2);
  CHECK(sample->read->time_enabled == 1000);
  CHECK(sample->read->at(1).value == 20);
  CHECK(sample->read->at(1).id == 2);
}

TEST_CASE("the quick reader agrees with the whole one") {
  const auto type = event::sample_identifier | event::sample_ip | event::sample_tid |
                    event::sample_time | event::sample_cpu | event::sample_period |
                    event::sample_callchain;
  const Words words{5, 0x42, 7ULL | (8ULL << 32), 1000, 3, 17, 2, 0xa, 0xb};
  const records::RawRecord record{event::record_sample, 1, 0, view(words)};
  const auto whole = samples::parse(record, layout(type));
  const auto quick = samples::QuickReader(layout(type)).read(record);
  REQUIRE(whole);
  REQUIRE(quick.ok);
  CHECK(quick.ip == whole->ip);
  CHECK(quick.tid == whole->tid);
  CHECK(quick.cpu == whole->cpu);
  CHECK(quick.time == whole->time);
  CHECK(quick.period == whole->period);
  CHECK(quick.callchain.size() == whole->callchain.size());
  for (std::size_t size = 0; size < words.size(); ++size) {
    const records::RawRecord cut{event::record_sample, 1, 0, view(words).first(size * 8)};
    CHECK_FALSE(samples::QuickReader(layout(type)).read(cut).ok);
  }
}

TEST_CASE("a sample's cgroup is read quickly, with and without a call chain") {
  const Words with{0x42, 2, 0xa, 0xb, 4711}, without{0x42, 4711};
  for (const Words& words : {with, without}) {
    const std::uint64_t chain = words.size() > 2 ? event::sample_callchain : 0;
    const auto placed = layout(event::sample_ip | event::sample_cgroup | chain);
    const samples::QuickReader reader(placed);
    const records::RawRecord record{event::record_sample, 1, 0, view(words)};
    CHECK(reader.read(record).cgroup == 4711);
    CHECK(samples::parse(record, placed)->cgroup == 4711);
    for (std::size_t size = 0; size < words.size(); ++size) {
      CHECK_FALSE(reader.read({event::record_sample, 1, 0, view(words).first(size * 8)}).ok);
    }
  }
}

TEST_CASE("a time of all ones is none, however the sample is read") {
  const Words plain{~0ULL}, whole{~0ULL, 31};
  const auto time = [](std::uint64_t type, const Words& words) {
    return samples::QuickReader(layout(type)).read({event::record_sample, 2, 0, view(words)}).time;
  };
  CHECK(time(event::sample_time, plain) == 0);
  CHECK(time(event::sample_time | event::sample_weight, whole) == 0);
}
