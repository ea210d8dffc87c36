%module(package="_perf") maps
%include "common.i"

PERF_CONSTRUCTIBLE(CpuMap)
PERF_CONSTRUCTIBLE(ThreadMap)
PERF_CONSTRUCTIBLE(CountsValues)
PERF_SEQUENCE(CpuMap)
PERF_SEQUENCE(ThreadMap)
PERF_OBJECT(ThreadMap)
PERF_REPR(CpuMap)
PERF_REPR(ThreadMap)
%ignore perf::api::CpuMap::CpuMap(std::vector<int>);
%ignore perf::api::CpuMap::all;
%ignore perf::api::ThreadMap::ThreadMap(std::vector<int>);
%ignore perf::api::ThreadMap::all;
%rename(cpu_map) perf::api::CpuMap;
%rename(thread_map) perf::api::ThreadMap;
%rename(counts_values) perf::api::CountsValues;

%{
#include "api/maps.h"
#include "api/counts_values.h"
%}
%include "api/maps.h"

%ignore perf::api::assign;
%ignore perf::api::CountsValues::all;
%extend perf::api::CountsValues {
  Numbers values;
}
%{
#define perf_api_CountsValues_values_get(counts) (counts)->all()
#define perf_api_CountsValues_values_set(counts, numbers) perf::api::assign(*(counts), numbers)
%}
%include "api/counts_values.h"
PERF_FINISH
