// Attributes of every size, the layouts they imply, and tracepoint formats.
#include <doctest/doctest.h>

#include "event/abi.h"
#include "event/event_set.h"
#include "event/trace_format.h"
#include "support/perf_bytes.h"

using namespace perf;

namespace {

std::vector<std::uint8_t> attr_bytes(std::uint32_t size) {
  std::vector<std::uint8_t> bytes(size);
  for (std::size_t i = 8; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  const std::uint32_t head[2] = {event::type_software, size};
  std::memcpy(bytes.data(), head, sizeof head);
  return bytes;
}

}  // namespace

TEST_CASE("attributes of every size keep what they have") {
  for (const std::uint32_t size : {64U, 72U, 80U, 96U, 104U, 112U, 120U, 128U, 136U, 144U, 200U}) {
    const auto attr = event::parse_attr(attr_bytes(size));
    REQUIRE(attr);
    CHECK(attr->size == size);
    CHECK(attr->config == 0x0f0e0d0c0b0a0908ULL);
    CHECK((attr->config2 != 0) == (size >= 72));
    CHECK((attr->sample_regs_intr != 0) == (size >= 104));
    CHECK((attr->config4 != 0) == (size >= 144));
  }
}

TEST_CASE("an attribute that does not fit is refused, size 0 is the oldest") {
  CHECK_FALSE(event::parse_attr(bytes::View(attr_bytes(112)).first(100)));
  auto bytes = attr_bytes(64);
  bytes[4] = 0;
  REQUIRE(event::parse_attr(bytes));
  CHECK(event::parse_attr(bytes)->size == 64);
  bytes[4] = 63;
  CHECK_FALSE(event::parse_attr(bytes));
}

TEST_CASE("bit-fields of the other byte order keep their bytes and turn their bits") {
  auto bytes = attr_bytes(136);
  std::swap(bytes[4], bytes[7]);
  bytes[40] = 0x81;   // disabled, exclude_idle
  bytes[41] = 0x01;   // the first bit of precise_ip
  bytes[42] = 0x80;   // its second
  bytes[116] = 0xa0;  // aux_start_paused, aux_resume
  for (const std::size_t rest : {43, 44, 45, 46, 47, 117, 118, 119}) bytes[rest] = 0;
  const auto attr = event::parse_attr(bytes, true);
  REQUIRE(attr);
  CHECK(attr->flags == (1U | 1U << 7 | 3U << 15));
  CHECK(attr->precise_ip() == 3);
  CHECK(attr->aux_action == 5);
}

TEST_CASE("fields stand in the kernel's order, the trailer's from the end") {
  event::Attr attr;
  attr.sample_type = event::sample_identifier | event::sample_ip | event::sample_tid |
                     event::sample_time | event::sample_id | event::sample_cpu |
                     event::sample_stream_id | event::sample_period;
  attr.flags = 1ULL << 18;  // sample_id_all
  const event::Layout layout = event::layout_of(attr);
  CHECK(layout.sample.identifier == 0);
  CHECK(layout.sample.tid == 16);
  CHECK(layout.sample.id == 32);
  CHECK(layout.sample.stream_id == 40);
  CHECK(layout.sample.cpu == 48);
  CHECK(layout.sample.period == 56);
  CHECK(layout.sample.addr == event::absent);
  CHECK(layout.trailer.identifier == 8);
  CHECK(layout.trailer.cpu == 16);
  CHECK(layout.trailer.tid == 48);
  CHECK(layout.trailer.size == 48);
}

TEST_CASE("names that no one gave") {
  event::Attr attr;
  attr.flags = 1ULL << static_cast<unsigned>(event::Flag::exclude_guest);
  attr.type = event::type_hardware;
  CHECK(event::default_name(attr) == "cycles");
  attr.type = event::type_software;
  attr.config = 2;
  CHECK(event::default_name(attr) == "page-faults");
  attr.type = event::type_hw_cache;
  attr.config = 0x10000;
  CHECK(event::default_name(attr) == "L1-dcache-load-misses");
}

TEST_CASE("what is counted stands behind names that no one gave") {
  const auto name = [](std::uint64_t flags) {
    event::Attr attr;
    attr.flags = flags;
    return event::default_name(attr);
  };
  const auto bit = [](event::Flag flag) { return 1ULL << static_cast<unsigned>(flag); };
  CHECK(name(0) == "cycles:HG");
  CHECK(name(2ULL << 15 | bit(event::Flag::exclude_guest)) == "cycles:ppH");
  CHECK(name(bit(event::Flag::exclude_kernel) | bit(event::Flag::exclude_hv)) == "cycles:u");
  CHECK(name(bit(event::Flag::exclude_hv)) == "cycles:ku");
  CHECK(name(bit(event::Flag::exclude_host)) == "cycles:G");
}

TEST_CASE("a tracepoint's format") {
  const event::TraceFormat format = event::parse_trace_format(
      "sched",
      "name: sched_switch\nID: 316\nformat:\n"
      "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
      "\n\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;\n"
      "\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;\n"
      "\tfield:__data_loc char[] name;\toffset:28;\tsize:4;\tsigned:0;\n"
      "\nprint fmt: \"x\"\n");
  CHECK(format.name == "sched_switch");
  CHECK(format.id == 316);
  REQUIRE(format.fields.size() == 4);
  CHECK(format.field("prev_comm")->is_string);
  CHECK(format.field("prev_pid")->type == "pid_t");
  REQUIRE(format.field("name") != nullptr);
  CHECK(format.field("name")->is_dynamic);

  std::vector<std::uint8_t> raw(40);
  const std::int32_t pid = -1;
  std::memcpy(raw.data() + 24, &pid, 4);
  const std::uint32_t where = 32 | (8U << 16);
  std::memcpy(raw.data() + 28, &where, 4);
  const event::TraceField& field = *format.field("prev_pid");
  CHECK(event::field_number(field, event::field_bytes(field, raw)) == -1);
  CHECK(event::field_bytes(*format.field("name"), raw).size() == 8);
  const std::uint32_t beyond = 39 | (8U << 16);
  std::memcpy(raw.data() + 28, &beyond, 4);
  CHECK(event::field_bytes(*format.field("name"), raw).empty());
}

TEST_CASE("tracing data broken off anywhere is no danger") {
  std::vector<std::uint8_t> bytes{23, 8, 68, 't', 'r', 'a', 'c', 'i', 'n', 'g', '0', 0, 0, 8};
  bytes.resize(200, 1);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const auto data = event::parse_tracing_data(bytes::View(bytes).first(size));
    CHECK(data.formats.size() < 200);
  }
}

TEST_CASE("tracing data of either byte order") {
  const std::string_view text =
      "name: sched_switch\nID: 316\nformat:\n"
      "\tfield:int prev_pid;\toffset:0;\tsize:4;\tsigned:1;\n"
      "\tfield:__data_loc char[] name;\toffset:4;\tsize:4;\tsigned:0;\n"
      "\nprint fmt: \"x\"\n";
  for (const bool big : {false, true}) {
    perf::test::Bytes data(big);
    data.text("\x17\x08\x44tracing", 10).text("0.6", 4).text(big ? "\x01" : "", 1).text("\x08", 1);
    data.u32(4096).text("header_page", 12).u64(0).text("header_event", 13).u64(0);
    data.u32(0).u32(1).text("sched", 6).u32(1).u64(text.size()).text(text, text.size());
    const event::TracingData tracing = event::parse_tracing_data(data.get());
    CHECK(tracing.valid);
    CHECK(tracing.big_endian == big);
    const event::TraceFormat* format = tracing.format(316);
    REQUIRE(format != nullptr);
    perf::test::Bytes raw(big);
    raw.u32(static_cast<std::uint32_t>(-7)).u32(5U << 16 | 8).text("bash", 5);
    const event::TraceField& pid = format->fields[0];
    CHECK(event::field_number(pid, event::field_bytes(pid, raw.get())) == -7);
    CHECK(event::field_bytes(format->fields[1], raw.get()).size() == 5);
  }
}
