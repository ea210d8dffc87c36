// The kinds of records that have attributes of their own, under the names of perf's Python module.
// Each decodes its bytes when an attribute is read; samples are in sample_event.h.
#pragma once

#include "api/event.h"

namespace perf::api {

/** A mapping without inode and build id (MMAP). */
class MmapEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(MmapEvent, std::uint32_t, pid)
  PERF_GET(MmapEvent, std::uint32_t, tid)
  PERF_GET(MmapEvent, std::uint64_t, start)
  PERF_GET(MmapEvent, std::uint64_t, len)
  PERF_GET(MmapEvent, std::uint64_t, pgoff)
  PERF_GET(MmapEvent, Text, filename)
};

/** A mapping (MMAP2), with either inode and device or a build id. */
class Mmap2Event : public Event {
 public:
  using Event::Event;
  PERF_GET(Mmap2Event, std::uint32_t, pid)
  PERF_GET(Mmap2Event, std::uint32_t, tid)
  PERF_GET(Mmap2Event, std::uint64_t, start)
  PERF_GET(Mmap2Event, std::uint64_t, len)
  PERF_GET(Mmap2Event, std::uint64_t, pgoff)
  PERF_GET(Mmap2Event, std::uint32_t, prot)
  PERF_GET(Mmap2Event, std::uint32_t, flags)
  PERF_GET(Mmap2Event, Text, filename)
  PERF_GET(Mmap2Event, OptionalNumber, maj)
  PERF_GET(Mmap2Event, OptionalNumber, min)
  PERF_GET(Mmap2Event, OptionalNumber, ino)
  PERF_GET(Mmap2Event, OptionalNumber, ino_generation)
  PERF_GET(Mmap2Event, OptionalBytes, build_id)
};

/** A thread's new name (COMM); `exec` when it came with an exec. */
class CommEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(CommEvent, std::uint32_t, pid)
  PERF_GET(CommEvent, std::uint32_t, tid)
  PERF_GET(CommEvent, Text, comm)
  PERF_GET(CommEvent, bool, exec)
};

/** A thread's begin or end (FORK, EXIT). */
class TaskEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(TaskEvent, std::uint32_t, pid)
  PERF_GET(TaskEvent, std::uint32_t, ppid)
  PERF_GET(TaskEvent, std::uint32_t, tid)
  PERF_GET(TaskEvent, std::uint32_t, ptid)
  PERF_GET(TaskEvent, std::uint64_t, time)
};

/** The kernel held an event back, or let it go on (THROTTLE, UNTHROTTLE). */
class ThrottleEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(ThrottleEvent, std::uint64_t, time)
  PERF_GET(ThrottleEvent, std::uint64_t, id)
  PERF_GET(ThrottleEvent, std::uint64_t, stream_id)
};

/** Records that found no room in the buffer (LOST). */
class LostEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(LostEvent, std::uint64_t, id)
  PERF_GET(LostEvent, std::uint64_t, lost)
};

/** Samples that were lost (LOST_SAMPLES). */
class LostSamplesEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(LostSamplesEvent, std::uint64_t, lost)
};

/** A counter's value at a thread's end (READ). */
class ReadEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(ReadEvent, std::uint32_t, pid)
  PERF_GET(ReadEvent, std::uint32_t, tid)
  PERF_GET(ReadEvent, Bytes, values)
};

/** A switch between tasks (SWITCH, SWITCH_CPU_WIDE). None where the record does not say. */
class SwitchEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(SwitchEvent, OptionalNumber, next_prev_pid)
  PERF_GET(SwitchEvent, OptionalNumber, next_prev_tid)
  PERF_GET(SwitchEvent, bool, switch_out)
  PERF_GET(SwitchEvent, bool, preempt)
};

/** New data of a hardware trace (AUX). */
class AuxEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(AuxEvent, std::uint64_t, aux_offset)
  PERF_GET(AuxEvent, std::uint64_t, aux_size)
  PERF_GET(AuxEvent, std::uint64_t, flags)
};

/** A hardware trace began (ITRACE_START). */
class ItraceStartEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(ItraceStartEvent, std::uint32_t, pid)
  PERF_GET(ItraceStartEvent, std::uint32_t, tid)
};

/** The namespaces of a thread (NAMESPACES); `links` is {u64 device, u64 inode} for each. */
class NamespacesEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(NamespacesEvent, std::uint32_t, pid)
  PERF_GET(NamespacesEvent, std::uint32_t, tid)
  PERF_GET(NamespacesEvent, std::uint64_t, nr_namespaces)
  PERF_GET(NamespacesEvent, Bytes, links)
};

/** A kernel symbol that came or went (KSYMBOL). */
class KsymbolEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(KsymbolEvent, std::uint64_t, addr)
  PERF_GET(KsymbolEvent, std::uint32_t, len)
  PERF_GET(KsymbolEvent, unsigned, ksym_type)
  PERF_GET(KsymbolEvent, unsigned, flags)
  PERF_GET(KsymbolEvent, Text, name)
};

/** A BPF program that was loaded or unloaded (BPF_EVENT). */
class BpfEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(BpfEvent, unsigned, bpf_type)
  PERF_GET(BpfEvent, unsigned, flags)
  PERF_GET(BpfEvent, std::uint32_t, id)
  PERF_GET(BpfEvent, Bytes, tag)
};

/** A control group's id and path (CGROUP). */
class CgroupEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(CgroupEvent, std::uint64_t, id)
  PERF_GET(CgroupEvent, Text, path)
};

/** Kernel code that was changed (TEXT_POKE). */
class TextPokeEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(TextPokeEvent, std::uint64_t, addr)
  PERF_GET(TextPokeEvent, Bytes, old_bytes)
  PERF_GET(TextPokeEvent, Bytes, new_bytes)
};

/** The hardware id of an AUX output (AUX_OUTPUT_HW_ID). */
class AuxOutputHwIdEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(AuxOutputHwIdEvent, std::uint64_t, hw_id)
};

/** The user part of an earlier sample's call chain (CALLCHAIN_DEFERRED). */
class CallchainDeferredEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(CallchainDeferredEvent, std::uint64_t, cookie)
  PERF_GET(CallchainDeferredEvent, Numbers, ips)
};

/** A piece of a hardware trace (AUXTRACE): `size` bytes from `position` of the recording on, which
 * session.read_trace gives; they were at `offset` of the buffer. -1: of no CPU or thread. */
class AuxtraceEvent : public Event {
 public:
  using Event::Event;
  PERF_GET(AuxtraceEvent, std::uint64_t, size)
  PERF_GET(AuxtraceEvent, std::uint64_t, offset)
  PERF_GET(AuxtraceEvent, std::uint64_t, reference)
  PERF_GET(AuxtraceEvent, std::uint32_t, idx)
  PERF_GET(AuxtraceEvent, std::int32_t, tid)
  PERF_GET(AuxtraceEvent, std::int32_t, cpu)
  PERF_GET(AuxtraceEvent, std::uint64_t, position)
};

}  // namespace perf::api
