// The umbrella of the binding: what belongs to no module in particular. Every other module is
// imported here, in the order in which they rest on each other.
%module(package="_perf") perf
%include "common.i"
%include "rows.i"

%import "swig/maps.i"
%import "swig/evsel.i"
%import "swig/evlist.i"
%import "swig/callchain.i"
%import "swig/events.i"
%import "swig/data.i"
%import "swig/session.i"
%import "swig/config.i"
%import "swig/syscalls.i"
%import "swig/recorder.i"
%import "swig/report.i"
%import "swig/text.i"

%{
#include "api/names.h"
%}
%include "api/names.h"
