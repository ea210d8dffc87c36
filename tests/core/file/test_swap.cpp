// A recording of either byte order gives the same records.
#include <cstring>

#include "samples/sample.h"
#include "support/perf_bytes.h"

namespace {

using perf::test::Bytes;
using perf::test::TestAttr;

constexpr bool big = std::endian::native == std::endian::little;  // as seen from here: foreign

// Every field that there is: bits 0 to 23 but WEIGHT, and WEIGHT_STRUCT.
constexpr std::uint64_t all_fields = 0x1ffffff & ~(1ULL << 14);

TestAttr rich_attr() {
  TestAttr attr;
  attr.sample_type = all_fields;
  attr.read_format = 0x1f;  // group, with times, ids and losses
  attr.branch_sample_type = 1U << 17;
  attr.regs = 0x5;
  attr.precise_ip = 1;
  return attr;
}

Bytes rich_sample(bool order) {
  Bytes body(order);
  body.u64(0x11).u64(0x401000).u32(100).u32(101).u64(7777).u64(0xaddee55);  // identifier … addr
  body.u64(0x11).u64(0x22).u32(3).u32(0).u64(4000);  // id, stream, cpu, period
  body.u64(2).u64(1000).u64(900);                    // group of two, times
  for (const std::uint64_t value : {5, 17, 0, 6, 18, 1}) body.u64(value);
  body.u64(3).u64(~0ULL - 511).u64(0x401000).u64(0x402000);  // callchain
  body.u32(12).text("raw \x01\x02\x03", 12);
  body.u64(2).u64(9);  // branches, hw_index
  for (const unsigned cycles : {77, 78}) {
    body.u64(0x401010).u64(0x402020);
    body.bits(
        {{1, 1}, {1, 0}, {1, 1}, {1, 0}, {16, cycles}, {4, 5}, {2, 2}, {4, 9}, {3, 6}, {31, 0}});
  }
  body.u64(2).u64(0xa).u64(0xb);                    // user registers
  body.u64(16).text("stack of a user", 16).u64(9);  // stack and what of it is right
  if (order)                                        // weights: the kernel's struct
    body.u16(3).u16(2).u32(1);
  else
    body.u32(1).u16(2).u16(3);
  body.u64(0x1234567890).u64(0x99).u64(1).u64(0xc).u64(0xd);  // data_src, transaction, regs_intr
  body.u64(0xfee1).u64(0xc6).u64(4096).u64(65536);            // phys_addr, cgroup, page sizes
  body.u64(8).text("aux data", 8);
  return body;
}

Bytes trailer(bool order) {
  Bytes out(order);
  return std::move(out.u32(100).u32(101).u64(5).u64(0x11).u64(0x22).u32(3).u32(0).u64(0x11));
}

Bytes side_band(bool order) {
  Bytes out(order);
  const auto add = [&](std::uint32_t type, Bytes& body, std::uint16_t misc = 2) {
    out.record(type, misc, body.add(trailer(order)));
  };
  const auto body = [order] { return Bytes(order); };
  add(1, body().u32(1).u32(2).u64(3).u64(4).u64(5).text("/bin/x", 8));
  add(2, body().u64(1).u64(2));
  add(3, body().u32(1).u32(2).text("comm", 8));
  add(4, body().u32(1).u32(2).u32(3).u32(4).u64(5));
  add(5, body().u64(1).u64(2).u64(3));
  add(7, body().u32(1).u32(2).u32(3).u32(4).u64(5));
  add(8, body().u32(1).u32(2).u64(3).u64(4));
  add(10, body().u32(1).u32(2).u64(3).u64(4).u64(5).u32(8).u32(1).u64(6).u64(7).u32(5).u32(2).text(
              "/x", 8));
  add(10,
      body()
          .u32(1)
          .u32(2)
          .u64(3)
          .u64(4)
          .u64(5)
          .text("\x14id of twenty bytes", 24)
          .u32(5)
          .u32(2)
          .text("/x", 8),
      0x4002);
  add(11, body().u64(1).u64(2).u64(3));
  add(12, body().u32(1).u32(2));
  add(13, body().u64(99));
  add(14, Bytes(order).add(body()));
  add(15, body().u32(1).u32(2));
  add(16, body().u32(1).u32(2).u64(2).u64(3).u64(4).u64(5).u64(6));
  add(17, body().u64(1).u32(2).u16(1).u16(1).text("bpf_prog", 16));
  add(18, body().u16(1).u16(0).u32(7).text("tag bytes", 9).text("", 7));
  add(19, body().u64(1).text("/a/cgroup", 16));
  add(20, body().u64(1).u16(2).u16(2).text("oldn", 4));
  add(21, body().u64(0x55));
  add(22, body().u64(1).u64(2).u64(0x401000).u64(0x402000));
  out.record(69, 0, body().u64(1).u64(2).u64(3).u64(4).u64(5));
  out.record(71, 0, body().u64(24).u64(1).u64(2).u32(3).u32(4).u32(5).u32(0));
  out.text("bytes that are no record", 24);
  out.record(73, 0, body().u64(2).u64(10).text("one", 16).u64(20).text("two", 16));
  out.record(75, 0, body().u64(1).u64(2).u64(3));
  out.record(76, 0, body().u64(1).u32(2).u32(3).u64(4).u64(5).u64(6));
  out.record(77, 0, body().u64(1).u64(2));
  out.record(79, 0, body().u64(1).u64(2).u64(3).u64(4).u64(5).text("\x01\x01", 8));
  return out;
}

Bytes recording(bool order) {
  Bytes data(order);
  data.record(9, 2, rich_sample(order)).add(side_band(order)).record(9, 1, rich_sample(order));
  return perf::test::file_bytes(order, rich_attr(), {0x11, 17, 18}, data);
}

}  // namespace

TEST_CASE("each record of the other byte order is read as the same bytes as one of this order") {
  const auto native = perf::test::open_bytes(recording(!big));
  const auto foreign = perf::test::open_bytes(recording(big));
  CHECK(foreign.header().foreign);
  CHECK_FALSE(native.header().foreign);
  REQUIRE(foreign.events().size() == 1);
  CHECK(foreign.events().at(0).attr == native.events().at(0).attr);
  CHECK(foreign.events().at(0).attr.precise_ip() == 1);
  CHECK(foreign.events().at(0).ids == native.events().at(0).ids);
  const auto wanted = perf::test::read_all(native);
  const auto found = perf::test::read_all(foreign);
  REQUIRE(found.size() == wanted.size());
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    INFO("offset ", at);
    REQUIRE(found[at] == wanted[at]);
  }
}

TEST_CASE("a sample of the other byte order means what it was") {
  const auto foreign = perf::test::open_bytes(recording(big));
  const auto bytes = perf::test::read_all(foreign);
  const auto record = perf::records::record_at(bytes, 0, 0);
  const auto sample = perf::samples::parse(record, foreign.events().at(0).layout);
  REQUIRE(sample.ok());
  CHECK(sample->pid == 100);
  CHECK(sample->tid == 101);
  CHECK(sample->cpu == 3);
  CHECK(sample->raw.size() == 12);
  CHECK(sample->weight == 1);
  CHECK(sample->ins_lat == 2);
  CHECK(sample->weight3 == 3);
  REQUIRE(sample->branch_count() == 2);
  const auto branch = sample->branch(1);
  CHECK(branch.mispred());
  CHECK_FALSE(branch.predicted());
  CHECK(branch.in_tx());
  CHECK(branch.cycles() == 78);
  CHECK(branch.type() == 5);
  CHECK(branch.spec() == 2);
  CHECK(branch.new_type() == 9);
  CHECK(branch.priv() == 6);
  REQUIRE(sample->read.has_value());
  CHECK(sample->read->at(1).id == 18);
  CHECK(sample->user_stack.size() == 9);
  CHECK(sample->aux.size() == 8);
}

TEST_CASE("counts that do not fit swap nothing beyond the record") {
  for (std::size_t cut = 0; cut <= 400; cut += 8) {
    Bytes body(big);
    const auto whole = rich_sample(big).get();
    for (std::size_t i = 0; i < std::min(cut, whole.size()); ++i) body.put(whole[i]);
    Bytes data(big);
    data.record(9, 2, body).record(3, 0, Bytes(big).u32(1).u32(2).text("c", 8).add(trailer(big)));
    const auto recording =
        perf::test::open_bytes(perf::test::file_bytes(big, rich_attr(), {0x11}, data));
    const auto bytes = perf::test::read_all(recording);
    const auto comm = perf::records::record_at(bytes, 8 + body.size(), 0);
    CHECK(comm.type == 3);
  }
}
