#include "records/parse.h"

#include "records/parse_user.h"

namespace perf::records {
namespace {

using bytes::Cursor;
using event::RecordType;

// struct { u32 pid, tid; u64 addr, len, pgoff; char filename[]; }
Mmap parse_mmap(Cursor& in) {
  Mmap out{};
  out.pid = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  out.start = in.read<std::uint64_t>();
  out.len = in.read<std::uint64_t>();
  out.pgoff = in.read<std::uint64_t>();
  out.filename = in.text(in.left());
  return out;
}

// As MMAP, then { u32 maj, min; u64 ino, ino_generation } or, with MMAP_BUILD_ID, { u8 size,
// pad[3]; u8 build_id[20] }; then u32 prot, flags; char filename[].
Mmap2 parse_mmap2(Cursor& in, std::uint16_t misc) {
  Mmap2 out{};
  out.pid = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  out.start = in.read<std::uint64_t>();
  out.len = in.read<std::uint64_t>();
  out.pgoff = in.read<std::uint64_t>();
  out.has_build_id = (misc & event::misc_mmap_build_id) != 0;
  if (out.has_build_id) {
    const auto size = in.read<std::uint8_t>();
    in.skip(3);
    const bytes::View id = in.take(20);
    out.build_id = id.first(std::min<std::size_t>(size, id.size()));
  } else {
    out.maj = in.read<std::uint32_t>();
    out.min = in.read<std::uint32_t>();
    out.ino = in.read<std::uint64_t>();
    out.ino_generation = in.read<std::uint64_t>();
  }
  out.prot = in.read<std::uint32_t>();
  out.flags = in.read<std::uint32_t>();
  out.filename = in.text(in.left());
  return out;
}

Comm parse_comm(Cursor& in, std::uint16_t misc) {
  Comm out{};
  out.pid = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  out.comm = in.text(in.left());
  out.exec = (misc & event::misc_comm_exec) != 0;
  return out;
}

Task parse_task(Cursor& in) {
  Task out{};
  out.pid = in.read<std::uint32_t>();
  out.ppid = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  out.ptid = in.read<std::uint32_t>();
  out.time = in.read<std::uint64_t>();
  return out;
}

Lost parse_lost(Cursor& in) {
  Lost out{};
  out.id = in.read<std::uint64_t>();
  out.lost = in.read<std::uint64_t>();
  return out;
}

Throttle parse_throttle(Cursor& in) {
  Throttle out{};
  out.time = in.read<std::uint64_t>();
  out.id = in.read<std::uint64_t>();
  out.stream_id = in.read<std::uint64_t>();
  return out;
}

Read parse_read(Cursor& in) {
  Read out{};
  out.pid = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  out.values = in.rest();
  return out;
}

Aux parse_aux(Cursor& in) {
  Aux out{};
  out.aux_offset = in.read<std::uint64_t>();
  out.aux_size = in.read<std::uint64_t>();
  out.flags = in.read<std::uint64_t>();
  return out;
}

ItraceStart parse_itrace_start(Cursor& in) {
  ItraceStart out{};
  out.pid = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  return out;
}

Switch parse_switch(Cursor& in, std::uint16_t misc, bool cpu_wide) {
  Switch out{};
  out.out = (misc & event::misc_switch_out) != 0;
  out.preempt = (misc & event::misc_switch_out_preempt) != 0;
  out.cpu_wide = cpu_wide;
  if (cpu_wide) {
    out.next_prev_pid = in.read<std::uint32_t>();
    out.next_prev_tid = in.read<std::uint32_t>();
  }
  return out;
}

Namespaces parse_namespaces(Cursor& in) {
  Namespaces out{};
  out.pid = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  out.nr_namespaces = in.read<std::uint64_t>();
  const std::uint64_t fits = in.left() / 16;
  out.nr_namespaces = std::min(out.nr_namespaces, fits);
  out.links = in.take(out.nr_namespaces * 16);
  return out;
}

Ksymbol parse_ksymbol(Cursor& in) {
  Ksymbol out{};
  out.addr = in.read<std::uint64_t>();
  out.len = in.read<std::uint32_t>();
  out.ksym_type = in.read<std::uint16_t>();
  out.flags = in.read<std::uint16_t>();
  out.name = in.text(in.left());
  return out;
}

BpfEvent parse_bpf_event(Cursor& in) {
  BpfEvent out{};
  out.bpf_type = in.read<std::uint16_t>();
  out.flags = in.read<std::uint16_t>();
  out.id = in.read<std::uint32_t>();
  out.tag = in.take(8);
  return out;
}

Cgroup parse_cgroup(Cursor& in) {
  Cgroup out{};
  out.id = in.read<std::uint64_t>();
  out.path = in.text(in.left());
  return out;
}

TextPoke parse_text_poke(Cursor& in) {
  TextPoke out{};
  out.addr = in.read<std::uint64_t>();
  const auto old_size = in.read<std::uint16_t>();
  const auto new_size = in.read<std::uint16_t>();
  out.old_bytes = in.take(old_size);
  out.new_bytes = in.take(new_size);
  return out;
}

CallchainDeferred parse_callchain_deferred(Cursor& in) {
  CallchainDeferred out{};
  out.cookie = in.read<std::uint64_t>();
  const auto nr = in.read<std::uint64_t>();
  out.ips = in.take(nr > in.left() / 8 ? ~0ULL : nr * 8);
  return out;
}

Body parse_body(const RawRecord& record, Cursor& in) {
  switch (record.type) {
    case event::record_mmap:
      return parse_mmap(in);
    case event::record_mmap2:
      return parse_mmap2(in, record.misc);
    case event::record_comm:
      return parse_comm(in, record.misc);
    case event::record_fork:
    case event::record_exit:
      return parse_task(in);
    case event::record_lost:
      return parse_lost(in);
    case event::record_lost_samples:
      return LostSamples{in.read<std::uint64_t>()};
    case event::record_throttle:
    case event::record_unthrottle:
      return parse_throttle(in);
    case event::record_read:
      return parse_read(in);
    case event::record_aux:
      return parse_aux(in);
    case event::record_itrace_start:
      return parse_itrace_start(in);
    case event::record_switch:
      return parse_switch(in, record.misc, false);
    case event::record_switch_cpu_wide:
      return parse_switch(in, record.misc, true);
    case event::record_namespaces:
      return parse_namespaces(in);
    case event::record_ksymbol:
      return parse_ksymbol(in);
    case event::record_bpf_event:
      return parse_bpf_event(in);
    case event::record_cgroup:
      return parse_cgroup(in);
    case event::record_text_poke:
      return parse_text_poke(in);
    case event::record_aux_output_hw_id:
      return AuxOutputHwId{in.read<std::uint64_t>()};
    case event::record_callchain_deferred:
      return parse_callchain_deferred(in);
    default:
      return record.type < event::record_user_start ? Raw{} : parse_user(record, in);
  }
}

bool has_trailer(const RawRecord& record) {
  return record.type != event::record_sample && record.type < event::record_user_start;
}

}  // namespace

base::Result<Body> parse(const RawRecord& record, const event::Layout& layout) {
  std::size_t size = record.body.size();
  if (has_trailer(record)) size -= std::min<std::size_t>(size, layout.trailer.size);
  Cursor in(record.body.first(size));
  Body body = parse_body(record, in);
  if (!in.ok()) return base::Error{base::Code::bad_record, record.offset, record.type};
  return body;
}

SampleId parse_sample_id(const RawRecord& record, const event::Layout& layout) {
  SampleId out;
  if (!has_trailer(record) || record.body.size() < layout.trailer.size) return out;
  const auto at = [&](std::uint16_t place, auto& field, std::size_t skip = 0) {
    if (place == event::absent) return;
    std::memcpy(&field, record.body.data() + record.body.size() - place + skip, sizeof field);
  };
  at(layout.trailer.tid, out.pid);
  at(layout.trailer.tid, out.tid, 4);
  at(layout.trailer.time, out.time);
  at(layout.trailer.stream_id, out.stream_id);
  at(layout.trailer.cpu, out.cpu);
  at(layout.trailer.identifier != event::absent ? layout.trailer.identifier : layout.trailer.id,
     out.id);
  return out;
}

base::OrderKey order_key(const RawRecord& record, const event::Layout& layout) {
  base::OrderKey key{0, record.offset};
  const bool sample = record.type == event::record_sample;
  const std::uint16_t place = sample ? layout.sample.time : layout.trailer.time;
  if (record.type >= event::record_user_start || place == event::absent) return key;
  const std::size_t size = record.body.size();
  const std::size_t at =
      sample ? place : size - place;  // which wraps in a record that is too short
  if (at > size || size - at < sizeof key.time) return key;
  std::memcpy(&key.time, record.body.data() + at, sizeof key.time);
  if (key.time == ~0ULL) key.time = 0;
  return key;
}

}  // namespace perf::records
