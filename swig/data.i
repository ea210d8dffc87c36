%module(package="_perf") data
%include "common.i"

PERF_CONSTRUCTIBLE(Data)
PERF_REPR(Data)
%rename(data) perf::api::Data;
// A pipe is read to its end; other threads run meanwhile.
%thread perf::api::Data::Data;

%{
#include "api/data.h"
%}
%include "api/data.h"
PERF_FINISH
