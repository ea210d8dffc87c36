#include "records/parse_user.h"

#include <algorithm>
#include <bit>

namespace perf::records {
namespace {

using bytes::Cursor;

constexpr std::uint64_t too_much = ~0ULL;  // to take it fails

HeaderAttr parse_header_attr(Cursor& in) {
  constexpr std::uint32_t least = 64;
  Cursor head = in;
  head.skip(sizeof(std::uint32_t));
  auto size = head.read<std::uint32_t>();
  if (size == 0) size = least;
  HeaderAttr out{};
  out.attr = in.take(size < least ? too_much : size);
  out.ids = Entries<std::uint64_t>(in);
  return out;
}

HeaderEventType parse_header_event_type(Cursor& in) {
  HeaderEventType out{};
  out.id = in.read<std::uint64_t>();
  out.name = in.text(in.left());
  return out;
}

// { s32 pid; u8 id[20], size, pad[3]; char filename[] }, where the size counts if misc says so.
HeaderBuildId parse_header_build_id(Cursor& in, std::uint16_t misc) {
  constexpr std::size_t most = 20;
  HeaderBuildId out{};
  out.pid = in.read<std::int32_t>();
  const bytes::View id = in.take(most);
  const auto size = in.read<std::uint8_t>();
  in.skip(3);
  const bool sized = (misc & event::misc_build_id_size) != 0 && size < most;
  out.build_id = id.first(std::min<std::size_t>(sized ? size : most, id.size()));
  out.filename = in.text(in.left());
  return out;
}

HeaderFeature parse_header_feature(Cursor& in) {
  HeaderFeature out{};
  out.feature = in.read<std::uint64_t>();
  out.data = in.rest();
  return out;
}

IdIndex parse_id_index(Cursor& in) {
  const auto count = in.read<std::uint64_t>();
  IdIndex out;
  out.entries = {in, count};
  if (in.left() / sizeof(GuestEntry) >= count) out.guests = {in, count};
  return out;
}

AuxtraceInfo parse_auxtrace_info(Cursor& in) {
  AuxtraceInfo out{};
  out.auxtrace_type = in.read<std::uint32_t>();
  in.skip(4);
  out.priv = Entries<std::uint64_t>(in);
  return out;
}

Auxtrace parse_auxtrace(Cursor& in) {
  Auxtrace out{};
  out.size = in.read<std::uint64_t>();
  out.offset = in.read<std::uint64_t>();
  out.reference = in.read<std::uint64_t>();
  out.idx = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  out.cpu = in.read<std::uint32_t>();
  return out;
}

// The time came with format 1, the guest with format 2.
AuxtraceError parse_auxtrace_error(Cursor& in) {
  constexpr std::size_t longest = 64;
  AuxtraceError out{};
  out.error_type = in.read<std::uint32_t>();
  out.code = in.read<std::uint32_t>();
  out.cpu = in.read<std::uint32_t>();
  out.pid = in.read<std::uint32_t>();
  out.tid = in.read<std::uint32_t>();
  out.fmt = in.read<std::uint32_t>();
  out.ip = in.read<std::uint64_t>();
  if (out.fmt != 0) out.time = in.read<std::uint64_t>();
  out.msg = in.text(std::min(in.left(), longest));
  if (out.fmt >= 2) {
    out.guest.machine_pid = in.read<std::uint32_t>();
    out.guest.vcpu = in.read<std::uint32_t>();
  }
  return out;
}

Stat parse_stat(Cursor& in) {
  Stat out{};
  out.id = in.read<std::uint64_t>();
  out.cpu = in.read<std::uint32_t>();
  out.thread = in.read<std::uint32_t>();
  out.val = in.read<std::uint64_t>();
  out.ena = in.read<std::uint64_t>();
  out.run = in.read<std::uint64_t>();
  return out;
}

StatRound parse_stat_round(Cursor& in) {
  StatRound out{};
  out.round_type = in.read<std::uint64_t>();
  out.time = in.read<std::uint64_t>();
  return out;
}

EventUpdate parse_event_update(Cursor& in) {
  EventUpdate out{};
  out.update_type = in.read<std::uint64_t>();
  out.id = in.read<std::uint64_t>();
  switch (out.update_type) {
    case EventUpdate::update_unit:
    case EventUpdate::update_name:
      out.text = in.text(in.left());
      break;
    case EventUpdate::update_scale:
      out.scale = std::bit_cast<double>(in.read<std::uint64_t>());
      break;
    case EventUpdate::update_cpus:
      out.cpus = parse_cpu_map(in);
      break;
    default:
      break;
  }
  return out;
}

TimeConv parse_time_conv(Cursor& in) {
  TimeConv out{};
  out.time_shift = in.read<std::uint64_t>();
  out.time_mult = in.read<std::uint64_t>();
  out.time_zero = in.read<std::uint64_t>();
  out.has_cycles = in.left() != 0;
  if (!out.has_cycles) return out;
  out.time_cycles = in.read<std::uint64_t>();
  out.time_mask = in.read<std::uint64_t>();
  out.cap_user_time_zero = in.read<std::uint8_t>() != 0;
  out.cap_user_time_short = in.read<std::uint8_t>() != 0;
  return out;
}

BpfMetadata parse_bpf_metadata(Cursor& in) {
  constexpr std::size_t name_size = 512;
  BpfMetadata out{};
  out.prog_name = in.text(name_size);
  const auto count = in.read<std::uint64_t>();
  out.entries = {in, count};
  return out;
}

// What a line of /proc/schedstat says, whose versions 15 to 17 agree in this.
SchedstatCpu parse_schedstat_cpu(Cursor& in) {
  constexpr std::size_t counts = 6;
  SchedstatCpu out{};
  out.timestamp = in.read<std::uint64_t>();
  out.cpu = in.read<std::uint32_t>();
  out.version = in.read<std::uint16_t>();
  in.skip(2);
  out.counts = {in, counts};
  out.times = Entries<std::uint64_t>(in);
  return out;
}

SchedstatDomain parse_schedstat_domain(Cursor& in) {
  constexpr std::size_t name_size = 16;
  SchedstatDomain out{};
  out.timestamp = in.read<std::uint64_t>();
  out.cpu = in.read<std::uint32_t>();
  out.version = in.read<std::uint16_t>();
  out.domain = in.read<std::uint16_t>();
  out.name = in.text(name_size);
  out.counts = Entries<std::uint32_t>(in);
  return out;
}

// A count, and so many entries.
template <class Entry>
Entries<Entry> counted(Cursor& in) {
  const auto count = in.read<std::uint64_t>();
  return {in, count};
}

}  // namespace

Body parse_user(const RawRecord& record, Cursor& in) {
  switch (record.type) {
    case event::record_header_attr:
      return parse_header_attr(in);
    case event::record_header_event_type:
      return parse_header_event_type(in);
    case event::record_header_tracing_data:
      return HeaderTracingData{in.read<std::uint32_t>()};
    case event::record_header_build_id:
      return parse_header_build_id(in, record.misc);
    case event::record_header_feature:
      return parse_header_feature(in);
    case event::record_id_index:
      return parse_id_index(in);
    case event::record_auxtrace_info:
      return parse_auxtrace_info(in);
    case event::record_auxtrace:
      return parse_auxtrace(in);
    case event::record_auxtrace_error:
      return parse_auxtrace_error(in);
    case event::record_thread_map:
      return ThreadMap{counted<ThreadEntry>(in)};
    case event::record_cpu_map:
      return parse_cpu_map(in);
    case event::record_stat_config:
      return StatConfig{counted<StatSetting>(in)};
    case event::record_stat:
      return parse_stat(in);
    case event::record_stat_round:
      return parse_stat_round(in);
    case event::record_event_update:
      return parse_event_update(in);
    case event::record_time_conv:
      return parse_time_conv(in);
    case event::record_bpf_metadata:
      return parse_bpf_metadata(in);
    case event::record_schedstat_cpu:
      return parse_schedstat_cpu(in);
    case event::record_schedstat_domain:
      return parse_schedstat_domain(in);
    case event::record_finished_round:
      return FinishedRound{};
    case event::record_finished_init:
      return FinishedInit{};
    default:
      return Raw{};
  }
}

}  // namespace perf::records
