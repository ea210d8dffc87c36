%module(package="_perf") evlist
%include "common.i"
%include "inline_event.i"
%include "rows.i"
%import "evsel.i"
%import "events.i"
PERF_NEEDS(_evsel)
PERF_NEEDS(_events)
%include "map_arguments.i"

PERF_CONSTRUCTIBLE(Evlist)
PERF_SEQUENCE(Evlist)
PERF_OBJECT(Evsel)
PERF_OBJECT(CpuMap)
PERF_REPR(Evlist)
%ignore perf::api::Evlist::Evlist(std::shared_ptr<const World>);
%ignore perf::api::Evlist::shared_list;
%rename(evlist) perf::api::Evlist;

// They wait for the kernel, or read /proc.
%thread perf::api::Evlist::add_running;
%thread perf::api::Evlist::poll;
%thread perf::api::Evlist::read_columns;
%thread perf::api::Evlist::add_events;

// It becomes an object while it is held, and the GIL with it.
namespace perf::api { typedef int HeldRecord; }
%typemap(out) perf::api::HeldRecord {
  $result = $1.source == nullptr ? SWIG_Py_Void() : perf_binding::Makers::get().make(*$1.source);
  if ($result == nullptr) SWIG_fail;
}

%{
#include "api/evlist.h"
#include "runtime/makers.h"
%}
%include "api/evlist.h"
PERF_FINISH
