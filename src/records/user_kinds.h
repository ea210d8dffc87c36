// perf's own records as plain structures (tools/lib/perf/include/perf/event.h), one per kind. Texts
// and arrays borrow the record's bytes.
#pragma once

#include <optional>

#include "records/cpu_map.h"
#include "records/entries.h"

namespace perf::records {

struct HeaderAttr {
  bytes::View attr;  // for event::parse_attr
  Entries<std::uint64_t> ids;
};

struct HeaderEventType {
  std::uint64_t id;
  std::string_view name;
};

struct HeaderTracingData {
  std::uint32_t size;  // of what follows the record
};

struct HeaderBuildId {
  std::int32_t pid;  // -1: the host
  bytes::View build_id;
  std::string_view filename;
};

struct HeaderFeature {
  std::uint64_t feature;
  bytes::View data;  // as it was written
};

struct IdEntry {
  std::uint64_t id, idx, cpu, tid;
};

struct GuestEntry {
  std::uint64_t machine_pid, vcpu;
};

struct IdIndex {
  Entries<IdEntry> entries;
  Entries<GuestEntry> guests;  // one for each, or none at all
};

struct AuxtraceInfo {
  std::uint32_t auxtrace_type = 0;
  Entries<std::uint64_t> priv;
};

struct Auxtrace {  // `size` bytes of a hardware trace follow the record
  std::uint64_t size, offset, reference;
  std::uint32_t idx, tid, cpu;
};

struct AuxtraceError {
  std::uint32_t error_type, code, cpu, pid, tid, fmt;
  std::uint64_t ip;
  std::optional<std::uint64_t> time;
  std::string_view msg;
  GuestEntry guest;
};

struct ThreadEntry {
  std::uint64_t pid;
  char comm[16];
};

struct ThreadMap {
  Entries<ThreadEntry> entries;
};

struct StatSetting {
  std::uint64_t tag, value;
};

struct StatConfig {
  Entries<StatSetting> settings;
};

struct Stat {
  std::uint64_t id;
  std::uint32_t cpu, thread;
  std::uint64_t val, ena, run;
};

struct StatRound {
  std::uint64_t round_type, time;
};

struct EventUpdate {
  enum Type : std::uint64_t { update_unit, update_scale, update_name, update_cpus };

  std::uint64_t update_type, id;
  std::string_view text;  // unit and name
  double scale;
  CpuMap cpus;
};

struct TimeConv {
  std::uint64_t time_shift, time_mult, time_zero;
  bool has_cycles;  // else what follows is zero
  std::uint64_t time_cycles, time_mask;
  bool cap_user_time_zero, cap_user_time_short;
};

struct BpfMetadataEntry {
  char key[64], value[256];
};

struct BpfMetadata {
  std::string_view prog_name;
  Entries<BpfMetadataEntry> entries;
};

struct SchedstatCpu {
  std::uint64_t timestamp = 0;
  std::uint32_t cpu = 0;
  std::uint16_t version = 0;
  Entries<std::uint32_t> counts;
  Entries<std::uint64_t> times;  // and the number of time slices
};

struct SchedstatDomain {
  std::uint64_t timestamp = 0;
  std::uint32_t cpu = 0;
  std::uint16_t version = 0, domain = 0;
  std::string_view name;
  Entries<std::uint32_t> counts;
};

struct FinishedRound {};
struct FinishedInit {};

}  // namespace perf::records
