%module(package="_perf") evlist
%include "common.i"
%import "evsel.i"

PERF_HANDED_OUT(Evlist)
PERF_SEQUENCE(Evlist)
PERF_OBJECT(Evsel)
PERF_REPR(Evlist)
%rename(evlist) perf::api::Evlist;
%{
#include "api/evlist.h"
%}
%include "api/evlist.h"
