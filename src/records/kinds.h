// The kernel's records as plain structures, one per kind, with the fields' kernel names
// (include/uapi/linux/perf_event.h), and what any record may be. Texts and arrays borrow the
// record's bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "records/record.h"
#include "records/user_kinds.h"

namespace perf::records {

struct Mmap {
  std::uint32_t pid, tid;
  std::uint64_t start, len, pgoff;
  std::string_view filename;
};

struct Mmap2 {
  std::uint32_t pid, tid;
  std::uint64_t start, len, pgoff;
  bool has_build_id;  // else the inode fields are set
  bytes::View build_id;
  std::uint32_t maj, min;
  std::uint64_t ino, ino_generation;
  std::uint32_t prot, flags;
  std::string_view filename;
};

struct Comm {
  std::uint32_t pid, tid;
  std::string_view comm;
  bool exec;
};

struct Task {  // FORK and EXIT
  std::uint32_t pid, ppid, tid, ptid;
  std::uint64_t time;
};

struct Lost {
  std::uint64_t id, lost;
};

struct LostSamples {
  std::uint64_t lost;
};

struct Throttle {  // and UNTHROTTLE
  std::uint64_t time, id, stream_id;
};

struct Read {
  std::uint32_t pid, tid;
  bytes::View values;  // as the event's read_format says
};

struct Aux {
  std::uint64_t aux_offset, aux_size, flags;
};

struct ItraceStart {
  std::uint32_t pid, tid;
};

struct Switch {
  bool out, preempt;
  bool cpu_wide;
  std::uint32_t next_prev_pid, next_prev_tid;  // only with cpu_wide
};

struct Namespaces {
  std::uint32_t pid, tid;
  std::uint64_t nr_namespaces;
  bytes::View links;  // nr_namespaces × {u64 dev, u64 inode}
};

struct Ksymbol {
  std::uint64_t addr;
  std::uint32_t len;
  std::uint16_t ksym_type, flags;
  std::string_view name;
};

struct BpfEvent {
  std::uint16_t bpf_type, flags;
  std::uint32_t id;
  bytes::View tag;
};

struct Cgroup {
  std::uint64_t id;
  std::string_view path;
};

struct TextPoke {
  std::uint64_t addr;
  bytes::View old_bytes, new_bytes;
};

struct AuxOutputHwId {
  std::uint64_t hw_id;
};

struct CallchainDeferred {
  std::uint64_t cookie;
  bytes::View ips;  // nr × u64
};

// A sample (decoded by the samples room), an unknown record, or one too short for its kind.
struct Raw {};

using Body =
    std::variant<Raw, Mmap, Mmap2, Comm, Task, Lost, LostSamples, Throttle, Read, Aux, ItraceStart,
                 Switch, Namespaces, Ksymbol, BpfEvent, Cgroup, TextPoke, AuxOutputHwId,
                 CallchainDeferred, HeaderAttr, HeaderEventType, HeaderTracingData, HeaderBuildId,
                 HeaderFeature, IdIndex, AuxtraceInfo, Auxtrace, AuxtraceError, ThreadMap, CpuMap,
                 StatConfig, Stat, StatRound, EventUpdate, TimeConv, BpfMetadata, SchedstatCpu,
                 SchedstatDomain, FinishedRound, FinishedInit>;

}  // namespace perf::records
