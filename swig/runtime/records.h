// Records as event objects: one by one from a cursor, or handed to callbacks in a loop. The
// callbacks are borrowed for the call; nothing here keeps a Python object.
#pragma once

#include <Python.h>

#include <array>
#include <memory>

#include "api/events.h"
#include "api/sample_event.h"
#include "api/session.h"
#include "api/stat_events.h"
#include "api/user_events.h"
#include "runtime/exceptions.h"
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

// tp_iternext of a cursor.
inline PyObject* next_event(PyObject* self) {
  try {
    const perf::api::EventSource* source = held<perf::api::Cursor>(self)->next();
    return source == nullptr ? nullptr : Makers::get().make(*source);
  } catch (...) {
    set_python_error();
    return nullptr;
  }
}

// Lets signals and other threads in; a callback's bytecode does too, but a record may have none.
inline bool breathe() {
  Py_BEGIN_ALLOW_THREADS;
  Py_END_ALLOW_THREADS;
  return PyErr_CheckSignals() == 0;
}

using Callbacks = std::array<PyObject*, 128>;  // by record type, borrowed

inline bool call_for_each(perf::api::Cursor cursor, const Callbacks& callbacks) {
  constexpr std::uint64_t breath = 4096;
  for (std::uint64_t count = 1;; ++count) {
    const perf::api::EventSource* source = cursor.next();
    if (source == nullptr) return true;
    if (count % breath == 0 && !breathe()) return false;
    PyObject* callback = source->type < callbacks.size() ? callbacks[source->type] : nullptr;
    if (callback == nullptr) continue;
    PyObject* object = Makers::get().make(*source);
    if (object == nullptr) return false;
    PyObject* result = PyObject_CallOneArg(callback, object);
    Py_DECREF(object);
    if (result == nullptr) return false;
    Py_DECREF(result);
  }
}

// process(session_core, {record type: callable}): every record to its callback, in order of time.
// The caller keeps both alive and unchanged.
inline PyObject* process(PyObject*, PyObject* arguments) {
  PyObject* session = nullptr;
  PyObject* table = nullptr;
  if (!PyArg_ParseTuple(arguments, "OO!", &session, &PyDict_Type, &table)) return nullptr;
  void* pointer = nullptr;
  const auto type = SWIG_TypeQuery("perf::api::Session *");
  if (!SWIG_IsOK(SWIG_ConvertPtr(session, &pointer, type, SWIG_POINTER_NO_NULL))) {
    PyErr_SetString(PyExc_TypeError, "process needs a session");
    return nullptr;
  }
  Callbacks callbacks{};
  PyObject* key = nullptr;
  PyObject* value = nullptr;
  for (Py_ssize_t place = 0; PyDict_Next(table, &place, &key, &value);) {
    const unsigned long number = PyLong_AsUnsignedLong(key);
    if (PyErr_Occurred() != nullptr) return nullptr;
    if (number < callbacks.size()) callbacks[number] = value;
  }
  try {
    const auto& core = *static_cast<const perf::api::Session*>(pointer);
    if (!call_for_each(core.deliveries(), callbacks)) return nullptr;
  } catch (...) {
    set_python_error();
    return nullptr;
  }
  Py_RETURN_NONE;
}

}  // namespace perf_binding
