// Records as event objects: which class each kind of record becomes, and how one is made.
#pragma once

#include <Python.h>

#include <array>

#include "api/events.h"
#include "api/sample_event.h"
#include "api/stat_events.h"
#include "api/user_events.h"
#include "runtime/inline_object.h"

namespace perf_binding {

using Maker = PyObject* (*)(swig_type_info*, const perf::api::EventSource&);

template <class T>
PyObject* make_event(swig_type_info* info, const perf::api::EventSource& source) {
  return make_inline<T>(info, source.size, source);
}

template <class T>
PyObject* make_owned_event(swig_type_info* info, const perf::api::EventSource& source) {
  PyObject* self = nullptr;
  return SWIG_NewPointerObj(new T(source), info, SWIG_POINTER_OWN);
}

// How the records of each kind become objects; the types are found when the first is needed.
class Makers {
 public:
  static const Makers& get() {
    static const Makers makers;
    return makers;
  }

  PyObject* make(const perf::api::EventSource& source) const {
    const Entry& entry = entries_[static_cast<std::size_t>(source.kind)];
    return entry.make(entry.info, source);
  }

 private:
  using Kind = perf::api::Kind;
  struct Entry {
    Maker make;
    swig_type_info* info;
  };

  Makers() {
    using namespace perf::api;
    set<Event>(Kind::event, "perf::api::Event *");
    set<SampleEvent>(Kind::sample, "perf::api::SampleEvent *");
    set<MmapEvent>(Kind::mmap, "perf::api::MmapEvent *");
    set<Mmap2Event>(Kind::mmap2, "perf::api::Mmap2Event *");
    set<CommEvent>(Kind::comm, "perf::api::CommEvent *");
    set<TaskEvent>(Kind::task, "perf::api::TaskEvent *");
    set<ThrottleEvent>(Kind::throttle, "perf::api::ThrottleEvent *");
    set<LostEvent>(Kind::lost, "perf::api::LostEvent *");
    set<LostSamplesEvent>(Kind::lost_samples, "perf::api::LostSamplesEvent *");
    set<ReadEvent>(Kind::read, "perf::api::ReadEvent *");
    set<SwitchEvent>(Kind::context_switch, "perf::api::SwitchEvent *");
    set<AuxEvent>(Kind::aux, "perf::api::AuxEvent *");
    set<ItraceStartEvent>(Kind::itrace_start, "perf::api::ItraceStartEvent *");
    set<NamespacesEvent>(Kind::namespaces, "perf::api::NamespacesEvent *");
    set<KsymbolEvent>(Kind::ksymbol, "perf::api::KsymbolEvent *");
    set<BpfEvent>(Kind::bpf, "perf::api::BpfEvent *");
    set<CgroupEvent>(Kind::cgroup, "perf::api::CgroupEvent *");
    set<TextPokeEvent>(Kind::text_poke, "perf::api::TextPokeEvent *");
    set<AuxOutputHwIdEvent>(Kind::aux_output_hw_id, "perf::api::AuxOutputHwIdEvent *");
    set<CallchainDeferredEvent>(Kind::callchain_deferred, "perf::api::CallchainDeferredEvent *");
    set<AuxtraceEvent>(Kind::auxtrace, "perf::api::AuxtraceEvent *");
    set<AttrEvent>(Kind::attr, "perf::api::AttrEvent *");
    set<EventTypeEvent>(Kind::event_type, "perf::api::EventTypeEvent *");
    set<TracingDataEvent>(Kind::tracing_data, "perf::api::TracingDataEvent *");
    set<BuildIdEvent>(Kind::build_id, "perf::api::BuildIdEvent *");
    set<FeatureEvent>(Kind::feature, "perf::api::FeatureEvent *");
    set<IdIndexEvent>(Kind::id_index, "perf::api::IdIndexEvent *");
    set<AuxtraceInfoEvent>(Kind::auxtrace_info, "perf::api::AuxtraceInfoEvent *");
    set<AuxtraceErrorEvent>(Kind::auxtrace_error, "perf::api::AuxtraceErrorEvent *");
    set<ThreadMapEvent>(Kind::thread_map, "perf::api::ThreadMapEvent *");
    set<CpuMapEvent>(Kind::cpu_map, "perf::api::CpuMapEvent *");
    set<StatConfigEvent>(Kind::stat_config, "perf::api::StatConfigEvent *");
    set<EventUpdateEvent>(Kind::event_update, "perf::api::EventUpdateEvent *");
    set<TimeConvEvent>(Kind::time_conv, "perf::api::TimeConvEvent *");
    set<FinishedInitEvent>(Kind::finished_init, "perf::api::FinishedInitEvent *");
    set<BpfMetadataEvent>(Kind::bpf_metadata, "perf::api::BpfMetadataEvent *");
    set<SchedstatCpuEvent>(Kind::schedstat_cpu, "perf::api::SchedstatCpuEvent *");
    set<SchedstatDomainEvent>(Kind::schedstat_domain, "perf::api::SchedstatDomainEvent *");
    entry(Kind::stat) = {make_owned_event<StatEvent>, SWIG_TypeQuery("perf::api::StatEvent *")};
    entry(Kind::stat_round) = {make_owned_event<StatRoundEvent>,
                               SWIG_TypeQuery("perf::api::StatRoundEvent *")};
  }

  Entry& entry(Kind kind) { return entries_[static_cast<std::size_t>(kind)]; }

  template <class T>
  void set(Kind kind, const char* type) {
    entry(kind) = {make_event<T>, SWIG_TypeQuery(type)};
  }

  std::array<Entry, static_cast<std::size_t>(Kind::count)> entries_{};
};

}  // namespace perf_binding
