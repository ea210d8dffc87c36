%module(package="_perf") evsel
%include "common.i"

PERF_HANDED_OUT(Evsel)
PERF_EQUAL_BY_VALUE(Evsel)
PERF_REPR(Evsel)
%rename(evsel) perf::api::Evsel;
%{
#include "api/evsel.h"
%}
%include "api/evsel.h"
