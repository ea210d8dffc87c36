#include "event/layout.h"

#include "event/abi.h"

namespace perf::event {
namespace {

SampleOffsets sample_offsets(std::uint64_t type) {
  SampleOffsets at;
  std::uint16_t offset = 0;
  const auto place = [&](std::uint64_t bit, std::uint16_t& field) {
    if ((type & bit) == 0) return;
    field = offset;
    offset = static_cast<std::uint16_t>(offset + 8);
  };
  place(sample_identifier, at.identifier);
  place(sample_ip, at.ip);
  place(sample_tid, at.tid);
  place(sample_time, at.time);
  place(sample_addr, at.addr);
  place(sample_id, at.id);
  place(sample_stream_id, at.stream_id);
  place(sample_cpu, at.cpu);
  place(sample_period, at.period);
  at.end = offset;
  return at;
}

TrailerOffsets trailer_offsets(std::uint64_t type) {
  TrailerOffsets at;
  const auto place = [&](std::uint64_t bit, std::uint16_t& field) {
    if ((type & bit) == 0) return;
    at.size = static_cast<std::uint16_t>(at.size + 8);
    field = at.size;
  };
  // From the end: the reverse of the order in which the kernel writes them.
  place(sample_identifier, at.identifier);
  place(sample_cpu, at.cpu);
  place(sample_stream_id, at.stream_id);
  place(sample_id, at.id);
  place(sample_time, at.time);
  place(sample_tid, at.tid);
  return at;
}

}  // namespace

Layout layout_of(const Attr& attr) {
  Layout layout;
  layout.sample_type = attr.sample_type;
  layout.read_format = attr.read_format;
  layout.branch_sample_type = attr.branch_sample_type;
  layout.regs_user = attr.sample_regs_user;
  layout.regs_intr = attr.sample_regs_intr;
  layout.fixed_period = attr.sample_period;
  layout.sample = sample_offsets(attr.sample_type);
  if (attr.has(Flag::sample_id_all)) layout.trailer = trailer_offsets(attr.sample_type);
  return layout;
}

}  // namespace perf::event
