// A SAMPLE record as Python sees it: the recorded fields under perf's names, and what they resolve
// to. Fields beyond perf's own are None when the sample does not have them.
#pragma once

#include "api/event.h"

namespace perf::event {
struct Attr;
}
namespace perf::machine {
struct Mapping;
struct TaskAt;
}  // namespace perf::machine
namespace perf::samples {
struct Sample;
}

namespace perf::api {

/** One sample. Symbols are looked up when they are first asked for. */
class SampleEvent : public Event {
 public:
  using Event::Event;

  PERF_GET(SampleEvent, std::uint64_t, sample_ip)
  PERF_GET(SampleEvent, std::uint64_t, sample_addr)
  PERF_GET(SampleEvent, std::uint64_t, sample_phys_addr)
  PERF_GET(SampleEvent, std::uint64_t, sample_weight)
  PERF_GET(SampleEvent, std::uint64_t, sample_data_src)
  PERF_GET(SampleEvent, std::uint64_t, sample_insn_count)
  PERF_GET(SampleEvent, std::uint64_t, sample_cyc_count)
  PERF_GET(SampleEvent, Bytes, raw_buf)

  PERF_GET(SampleEvent, OptionalText, dso)
  PERF_GET(SampleEvent, OptionalText, dso_long_name)
  PERF_GET(SampleEvent, OptionalText, dso_short_name)
  PERF_GET(SampleEvent, OptionalOwnedText, dso_bid)
  PERF_GET(SampleEvent, OptionalNumber, map_start)
  PERF_GET(SampleEvent, OptionalNumber, map_end)
  PERF_GET(SampleEvent, OptionalNumber, map_pgoff)
  PERF_GET(SampleEvent, OptionalName, symbol)
  PERF_GET(SampleEvent, OptionalNumber, sym_start)
  PERF_GET(SampleEvent, OptionalNumber, sym_end)
  PERF_GET(SampleEvent, OptionalNumber, symbol_offset)
  PERF_GET(SampleEvent, CallchainOrNone, callchain)
  // Of a call chain whose user part was to come in a later record, and never came.
  PERF_GET(SampleEvent, OptionalNumber, deferred_cookie)
  PERF_GET(SampleEvent, BranchStackOrNone, brstack)

  // Of a tracepoint: what its format names. A field whose name no attribute has is also one; so is
  // a field `comm`, `cgroup`, `transaction`, `machine_pid`, `vcpu` or `raw`, which then hides ours.
  PERF_GET(SampleEvent, FieldItems, fields)
  PERF_API std::optional<FieldValue> field_value(Text name) const;

  // The thread's name then; the second is no tracepoint's field.
  PERF_GET(SampleEvent, OptionalText, comm)
  PERF_GET(SampleEvent, OptionalText, sample_comm)
  PERF_GET(SampleEvent, unsigned, cpumode)
  PERF_GET(SampleEvent, OptionalNumber, transaction)
  PERF_GET(SampleEvent, OptionalNumber, cgroup)
  PERF_GET(SampleEvent, OptionalText, cgroup_path)
  PERF_GET(SampleEvent, OptionalNumber, data_page_size)
  PERF_GET(SampleEvent, OptionalNumber, code_page_size)
  PERF_GET(SampleEvent, OptionalNumber, ins_lat)
  PERF_GET(SampleEvent, OptionalNumber, retire_lat)
  // sample_data_src in words.
  PERF_GET(SampleEvent, OptionalItems, data_source)
  PERF_GET(SampleEvent, OptionalBytes, user_stack)
  // By name, as the recording's machine calls them.
  PERF_GET(SampleEvent, OptionalItems, user_regs)
  PERF_GET(SampleEvent, OptionalItems, intr_regs)

 private:
  [[nodiscard]] samples::Sample decoded() const;
  [[nodiscard]] const event::Attr& attr() const;
  [[nodiscard]] bool has(std::uint64_t sample_type) const;
  [[nodiscard]] machine::TaskAt task() const;
  [[nodiscard]] std::uint32_t space() const;
  [[nodiscard]] std::optional<machine::Mapping> mapping() const;
  [[nodiscard]] const Named& named() const;
};

}  // namespace perf::api
