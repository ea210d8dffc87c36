%module(package="_perf") session
%include "common.i"
%include "inline_event.i"
%import "data.i"
%import "evlist.i"
%import "events.i"
PERF_NEEDS(_data)
PERF_NEEDS(_evlist)
PERF_NEEDS(_events)

PERF_HANDED_OUT(Thread)
PERF_HANDED_OUT(Cursor)
PERF_CONSTRUCTIBLE(Session)
PERF_OBJECT(Thread)
PERF_OBJECT(Evlist)
PERF_OBJECT(Cursor)
%rename(thread) perf::api::Thread;
%rename(cursor) perf::api::Cursor;
%rename(session_core) perf::api::Session;

// Reading a whole file takes its time; other threads run meanwhile.
%thread perf::api::Session::Session;
%thread perf::api::Session::events_so_far;

%feature("python:tp_iter") perf::api::Cursor "PyObject_SelfIter";
%feature("python:tp_iternext") perf::api::Cursor "perf_binding::next_event";
%ignore perf::api::Cursor::next;
%ignore perf::api::Cursor::skip;
%ignore perf::api::Cursor::Samples;

%{
#include "api/session.h"
#include "runtime/records.h"
%}
%include "api/session.h"

%native(process) PyObject* perf_binding_process(PyObject* self, PyObject* arguments);
%{
#define perf_binding_process perf_binding::process
%}
PERF_FINISH
