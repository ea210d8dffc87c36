// A record as Python sees it: a value that owns a copy of its bytes and a share of the world it
// resolves against, so that it may be kept after the session is gone. Its kinds are in events.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "api/optional_objects.h"
#include "api/values.h"

namespace perf::event {
struct Layout;
}
namespace perf::records {
struct RawRecord;
}
namespace perf::samples {
struct Guest;
}

namespace perf::api {

struct Named;

// Which class shows a record.
enum class Kind : std::uint8_t {
  event,
  sample,
  mmap,
  mmap2,
  comm,
  task,
  throttle,
  lost,
  lost_samples,
  read,
  context_switch,
  aux,
  itrace_start,
  namespaces,
  ksymbol,
  bpf,
  cgroup,
  text_poke,
  aux_output_hw_id,
  callchain_deferred,
  attr,
  event_type,
  tracing_data,
  build_id,
  feature,
  id_index,
  auxtrace_info,
  auxtrace,
  auxtrace_error,
  thread_map,
  cpu_map,
  stat_config,
  stat,
  stat_round,
  event_update,
  time_conv,
  finished_init,
  bpf_metadata,
  schedstat_cpu,
  schedstat_domain,
  count,
};

Kind kind_of(std::uint32_t record_type);

// What an event is made from; the pointers hold until the cursor goes on.
struct EventSource {
  const std::shared_ptr<const World>* world = nullptr;
  const records::RawRecord* record = nullptr;
  std::uint64_t time = 0;   // when, in the recording's order
  std::uint32_t event = 0;  // index in the event set, or base::no_index
  std::uint32_t type = 0;   // of the record
  std::size_t size = 0;     // of its body
  Kind kind = Kind::event;
  const Named* named = nullptr;  // of a sample, if it was looked up already
  // Of a sample that stands for one counter of those that it read: which, and what that counted.
  std::uint32_t counter = 0;                         // index in the event set; `event` otherwise
  std::uint64_t counter_id = 0, counter_period = 0;  // 0: none
};

/** One record. A kind that has no class of its own is an `event`. */
class Event {
 public:
  // `storage` holds as many bytes as the record's body and lives as long as the event.
  PERF_API Event(const EventSource& source, std::uint8_t* storage);
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  PERF_API ~Event();

  PERF_GET(Event, std::uint32_t, type)
  PERF_GET(Event, unsigned, misc)
  PERF_GET(Event, Bytes, raw)
  PERF_GET(Event, EvselOrNone, evsel)

  // Of the sample, or of the sample_id that ends other records. Not recorded: -1 (all bits), the
  // period of the event's attribute.
  PERF_GET(Event, std::int32_t, sample_pid)
  PERF_GET(Event, std::int32_t, sample_tid)
  PERF_GET(Event, std::uint64_t, sample_time)
  PERF_GET(Event, std::uint64_t, sample_id)
  PERF_GET(Event, std::uint64_t, sample_stream_id)
  PERF_GET(Event, std::uint64_t, sample_period)
  PERF_GET(Event, std::uint32_t, sample_cpu)

  // The guest that the counter counts for: the process that runs it, and its CPU. The host: 0, -1.
  PERF_GET(Event, std::int32_t, machine_pid)
  PERF_GET(Event, std::int32_t, vcpu)

  PERF_API std::string repr() const;

 protected:
  [[nodiscard]] records::RawRecord record() const;
  [[nodiscard]] const samples::Guest* guest() const;   // nullptr: the host
  [[nodiscard]] const event::Layout& layout() const;   // of the event, or of the first one
  [[nodiscard]] const event::Layout& trailer() const;  // the layout of records that are no sample
  // A field of fixed place in samples and in trailers; `otherwise` when it is not recorded.
  template <class T>
  [[nodiscard]] T field(std::uint16_t in_sample, std::uint16_t in_trailer, T otherwise,
                        std::size_t skip = 0) const;

  std::shared_ptr<const World> world_;
  const std::uint8_t* bytes_;
  const Named* named_;  // the world's; nullptr: not looked up
  std::uint64_t time_, offset_;
  std::uint64_t counter_id_, counter_period_;
  std::uint32_t event_, counter_;
  std::uint32_t type_;
  std::uint16_t misc_;
  std::uint16_t size_;  // of the body
};

}  // namespace perf::api
