// Maps of CPUs and threads as arguments: one of them, or None for the default.
%{
#include "api/maps.h"
%}

%define PERF_MAP_ARGUMENT(Class, argument, sentence)
%typemap(in) const perf::api::Class* argument (void* pointer = nullptr) {
  if (!SWIG_IsOK(SWIG_ConvertPtr($input, &pointer, $descriptor(perf::api::Class*), 0))) {
    SWIG_exception_fail(SWIG_TypeError, sentence);
  }
  $1 = static_cast<perf::api::Class*>(pointer);
}
%enddef

PERF_MAP_ARGUMENT(CpuMap, cpus, "cpus must be a perf.cpu_map or None")
PERF_MAP_ARGUMENT(ThreadMap, threads, "threads must be a perf.thread_map or None")
