// perf's own records, under the names of its structures (perf_record_header_attr and so on). Those
// of perf stat's counts are in stat_events.h.
#pragma once

#include "api/event.h"

namespace perf::api {

/** An event of the recording, as a pipe tells it (HEADER_ATTR). What perf_event_attr has under
 * these names, and the ids of its counters; `evsel` is the same event. */
class AttrEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(AttrEvent, std::uint32_t, attr_type)
  PERF_GET(AttrEvent, std::uint64_t, config)
  PERF_GET(AttrEvent, std::uint64_t, sample_period)
  PERF_GET(AttrEvent, std::uint64_t, sample_type)
  PERF_GET(AttrEvent, std::uint64_t, read_format)
  PERF_GET(AttrEvent, std::uint64_t, flags)
  PERF_GET(AttrEvent, Numbers, ids)
};

/** The name of an event, as old perfs wrote it (HEADER_EVENT_TYPE). */
class EventTypeEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(EventTypeEvent, std::uint64_t, id)
  PERF_GET(EventTypeEvent, Text, name)
};

/** Descriptions of tracepoints in a pipe (HEADER_TRACING_DATA), `size` bytes. The session's header
 * has them. */
class TracingDataEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(TracingDataEvent, std::uint32_t, size)
};

/** The build id of an object (HEADER_BUILD_ID). `pid` is that of the process that runs a guest, -1
 * for the host. */
class BuildIdEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(BuildIdEvent, std::int32_t, pid)
  PERF_GET(BuildIdEvent, Bytes, build_id)
  PERF_GET(BuildIdEvent, Text, filename)
};

/** A feature of the header, as a pipe tells it (HEADER_FEATURE). Its number, its name or None, its
 * bytes as they were written; the session's header has it decoded. */
class FeatureEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(FeatureEvent, std::uint64_t, feature)
  PERF_GET(FeatureEvent, OptionalText, name)
  PERF_GET(FeatureEvent, Bytes, data)
};

/** Which counter has which id (ID_INDEX). Of each: id, index of its buffer, CPU and thread (-1:
 * any), and the guest that it counts for, as machine_pid (0: the host) and vcpu (-1). */
class IdIndexEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(IdIndexEvent, CounterIds, entries)
};

/** How a hardware trace was made (AUXTRACE_INFO). Its type (1 Intel PT, 2 BTS, 3 CoreSight, 4 SPE,
 * 5 s390, 6 PTT, 7 VPA DTL) and the words that this type has. */
class AuxtraceInfoEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(AuxtraceInfoEvent, std::uint32_t, auxtrace_type)
  PERF_GET(AuxtraceInfoEvent, Numbers, priv)
};

/** What could not be decoded of a hardware trace (AUXTRACE_ERROR). CPU and thread are -1 when
 * unknown; `time` is in nanoseconds, None from old perfs; machine_pid and vcpu as of other events.
 */
class AuxtraceErrorEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(AuxtraceErrorEvent, std::uint32_t, error_type)
  PERF_GET(AuxtraceErrorEvent, std::uint32_t, code)
  PERF_GET(AuxtraceErrorEvent, std::int32_t, cpu)
  PERF_GET(AuxtraceErrorEvent, std::int32_t, pid)
  PERF_GET(AuxtraceErrorEvent, std::int32_t, tid)
  PERF_GET(AuxtraceErrorEvent, std::uint64_t, ip)
  PERF_GET(AuxtraceErrorEvent, OptionalNumber, time)
  PERF_GET(AuxtraceErrorEvent, std::uint32_t, fmt)
  PERF_GET(AuxtraceErrorEvent, Text, msg)
  PERF_GET(AuxtraceErrorEvent, std::int32_t, machine_pid)
  PERF_GET(AuxtraceErrorEvent, std::int32_t, vcpu)
};

/** The threads that perf stat counted (THREAD_MAP): number (-1: any) and name of each. */
class ThreadMapEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(ThreadMapEvent, ThreadNames, entries)
};

/** The CPUs that perf stat counted on (CPU_MAP), -1 for any. `map_type` is how they were written: 0
 * list, 1 mask, 2 range. Of other forms none are known. */
class CpuMapEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(CpuMapEvent, std::uint32_t, map_type)
  PERF_GET(CpuMapEvent, Cpus, cpus)
};

/** Settings of perf stat (STAT_CONFIG), tag and value of each. 0: how counts are summed up, 1:
 * interval in milliseconds, 2: whether they are scaled, 3: level of the cache to sum up by. */
class StatConfigEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(StatConfigEvent, NumberPairs, settings)
};

/** More about an event (EVENT_UPDATE), which `evsel` is. One of its unit, the scale from counts to
 * that unit, its name and its CPUs (-1: any), the others None; `update_type` is 0 to 3 for these.
 */
class EventUpdateEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(EventUpdateEvent, std::uint64_t, update_type)
  PERF_GET(EventUpdateEvent, std::uint64_t, id)
  PERF_GET(EventUpdateEvent, OptionalText, unit)
  PERF_GET(EventUpdateEvent, OptionalReal, scale)
  PERF_GET(EventUpdateEvent, OptionalText, name)
  PERF_GET(EventUpdateEvent, OptionalCpus, cpus)
};

/** How cycles become nanoseconds (TIME_CONV). time_zero + (cycles * time_mult >> time_shift), where
 * cycles are those that passed since time_cycles, by a counter as wide as time_mask; both None from
 * old perfs. */
class TimeConvEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(TimeConvEvent, std::uint64_t, time_shift)
  PERF_GET(TimeConvEvent, std::uint64_t, time_mult)
  PERF_GET(TimeConvEvent, std::uint64_t, time_zero)
  PERF_GET(TimeConvEvent, OptionalNumber, time_cycles)
  PERF_GET(TimeConvEvent, OptionalNumber, time_mask)
  PERF_GET(TimeConvEvent, bool, cap_user_time_zero)
  PERF_GET(TimeConvEvent, bool, cap_user_time_short)
};

/** What perf makes up before it records ends here (FINISHED_INIT). */
class FinishedInitEvent : public Event {
 public:
  using Event::Event;
};

/** What a BPF program says of itself (BPF_METADATA). Its name, and key and value of each of its
 * variables. */
class BpfMetadataEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(BpfMetadataEvent, Text, prog_name)
  PERF_GET(BpfMetadataEvent, TextPairs, entries)
};

/** What the scheduler counted on a CPU (SCHEDSTAT_CPU): its line in /proc/schedstat at `timestamp`,
 * in jiffies, of that version of the file. */
class SchedstatCpuEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(SchedstatCpuEvent, std::uint64_t, timestamp)
  PERF_GET(SchedstatCpuEvent, std::uint32_t, cpu)
  PERF_GET(SchedstatCpuEvent, unsigned, version)
  PERF_GET(SchedstatCpuEvent, Numbers, counters)
};

/** The same of a scheduling domain of the CPU (SCHEDSTAT_DOMAIN), by number and name, which is
 * empty before version 17. Padding may end the counters with a zero. */
class SchedstatDomainEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(SchedstatDomainEvent, std::uint64_t, timestamp)
  PERF_GET(SchedstatDomainEvent, std::uint32_t, cpu)
  PERF_GET(SchedstatDomainEvent, unsigned, version)
  PERF_GET(SchedstatDomainEvent, unsigned, domain)
  PERF_GET(SchedstatDomainEvent, Text, name)
  PERF_GET(SchedstatDomainEvent, Numbers, counters)
};

}  // namespace perf::api
