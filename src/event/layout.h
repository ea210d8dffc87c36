// Where the fields of an event's records lie, computed once from its attribute, so that the loop
// over samples does no flag arithmetic. Positions only; decoding is samples' and records' work.
#pragma once

#include <cstdint>

#include "event/attr.h"

namespace perf::event {

inline constexpr std::uint16_t absent = 0xffff;

// Byte offsets from the start of a SAMPLE's body of the fields whose place does not vary.
struct SampleOffsets {
  std::uint16_t identifier = absent;
  std::uint16_t ip = absent;
  std::uint16_t tid = absent;  // pid, tid as two u32
  std::uint16_t time = absent;
  std::uint16_t addr = absent;
  std::uint16_t id = absent;
  std::uint16_t stream_id = absent;
  std::uint16_t cpu = absent;
  std::uint16_t period = absent;
  std::uint16_t end = 0;  // where READ, CALLCHAIN and the rest begin
};

// Byte offsets of the sample_id trailer's fields, counted back from the end of the record.
struct TrailerOffsets {
  std::uint16_t tid = absent;
  std::uint16_t time = absent;
  std::uint16_t id = absent;
  std::uint16_t stream_id = absent;
  std::uint16_t cpu = absent;
  std::uint16_t identifier = absent;
  std::uint16_t size = 0;

  bool operator==(const TrailerOffsets&) const = default;
};

struct Layout {
  std::uint64_t sample_type = 0;
  std::uint64_t read_format = 0;
  std::uint64_t branch_sample_type = 0;
  std::uint64_t regs_user = 0;
  std::uint64_t regs_intr = 0;
  std::uint64_t fixed_period = 0;  // the period of a sample that records none
  SampleOffsets sample;
  TrailerOffsets trailer;  // all absent without sample_id_all
};

Layout layout_of(const Attr& attr);

}  // namespace perf::event
