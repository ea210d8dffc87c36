%module(package="_perf") data
%include "common.i"

PERF_CONSTRUCTIBLE(Data)
PERF_REPR(Data)
%rename(data) perf::api::Data;
%{
#include "api/data.h"
%}
%include "api/data.h"
