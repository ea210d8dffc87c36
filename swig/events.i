%module(package="_perf") events
%include "common.i"
%include "inline_event.i"
%import "evsel.i"
%import "callchain.i"
PERF_NEEDS(_evsel)
PERF_NEEDS(_callchain)

PERF_OBJECT_OR_NONE(EvselOrNone, Evsel)
PERF_OBJECT_OR_NONE(CallchainOrNone, Callchain)
PERF_OBJECT_OR_NONE(BranchStackOrNone, BranchStack)

%ignore perf::api::EventSource;
%ignore perf::api::Kind;
%ignore perf::api::kind_of;
PERF_EVENT(Event, event)
PERF_EVENT(SampleEvent, sample_event)
%ignore perf::api::SampleEvent::field_value;
%feature("python:tp_getattro") perf::api::SampleEvent "perf_binding::get_sample_attribute";
PERF_EVENT(MmapEvent, mmap_event)
PERF_EVENT(Mmap2Event, mmap2_event)
PERF_EVENT(CommEvent, comm_event)
PERF_EVENT(TaskEvent, task_event)
PERF_EVENT(ThrottleEvent, throttle_event)
PERF_EVENT(LostEvent, lost_event)
PERF_EVENT(LostSamplesEvent, lost_samples_event)
PERF_EVENT(ReadEvent, read_event)
PERF_EVENT(SwitchEvent, switch_event)
PERF_EVENT(AuxEvent, aux_event)
PERF_EVENT(ItraceStartEvent, itrace_start_event)
PERF_EVENT(NamespacesEvent, namespaces_event)
PERF_EVENT(KsymbolEvent, ksymbol_event)
PERF_EVENT(BpfEvent, bpf_event)
PERF_EVENT(CgroupEvent, cgroup_event)
PERF_EVENT(TextPokeEvent, text_poke_event)
PERF_EVENT(AuxOutputHwIdEvent, aux_output_hw_id_event)
PERF_EVENT(CallchainDeferredEvent, callchain_deferred_event)
PERF_EVENT(AuxtraceEvent, auxtrace_event)
PERF_EVENT(AttrEvent, attr_event)
PERF_EVENT(EventTypeEvent, event_type_event)
PERF_EVENT(TracingDataEvent, tracing_data_event)
PERF_EVENT(BuildIdEvent, build_id_event)
PERF_EVENT(FeatureEvent, feature_event)
PERF_EVENT(IdIndexEvent, id_index_event)
PERF_EVENT(AuxtraceInfoEvent, auxtrace_info_event)
PERF_EVENT(AuxtraceErrorEvent, auxtrace_error_event)
PERF_EVENT(ThreadMapEvent, thread_map_event)
PERF_EVENT(CpuMapEvent, cpu_map_event)
PERF_EVENT(StatConfigEvent, stat_config_event)
PERF_EVENT(EventUpdateEvent, event_update_event)
PERF_EVENT(TimeConvEvent, time_conv_event)
PERF_EVENT(FinishedInitEvent, finished_init_event)
PERF_EVENT(BpfMetadataEvent, bpf_metadata_event)
PERF_EVENT(SchedstatCpuEvent, schedstat_cpu_event)
PERF_EVENT(SchedstatDomainEvent, schedstat_domain_event)

// These two may be made from Python, so they are ordinary objects.
PERF_CONSTRUCTIBLE(StatEvent)
PERF_CONSTRUCTIBLE(StatRoundEvent)
PERF_REPR(StatEvent)
PERF_REPR(StatRoundEvent)
%ignore perf::api::StatEvent::StatEvent(const EventSource&);
%ignore perf::api::StatRoundEvent::StatRoundEvent(const EventSource&);
%rename(stat_event) perf::api::StatEvent;
%rename(stat_round_event) perf::api::StatRoundEvent;

%{
#include "api/events.h"
#include "api/sample_event.h"
#include "api/stat_events.h"
#include "api/user_events.h"
#include "runtime/sample_fields.h"
%}
%include "api/event.h"
%include "api/events.h"
%include "api/sample_event.h"
%include "api/stat_events.h"
%include "api/user_events.h"
PERF_FINISH
