%module(package="_perf") pmus
%include "common.i"
%include "rows.i"

// Hundreds of small files are read.
%thread perf::api::pmus;
%thread perf::api::named_events;
%thread perf::api::tracepoints;

%{
#include "api/pmus.h"
%}
%include "api/pmus.h"
