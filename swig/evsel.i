%module(package="_perf") evsel
%include "common.i"
%import "maps.i"
PERF_NEEDS(_maps)
%include "map_arguments.i"

PERF_CONSTRUCTIBLE(Evsel)
PERF_EQUAL_BY_VALUE(Evsel)
PERF_REPR(Evsel)
PERF_OBJECT(CpuMap)
PERF_OBJECT(ThreadMap)
PERF_OBJECT(CountsValues)
%ignore perf::api::Evsel::Evsel(const std::shared_ptr<const World>&, std::size_t);
%ignore perf::api::Evsel::Evsel(std::shared_ptr<live::Evsel>);
%ignore perf::api::Evsel::live;
%rename(evsel) perf::api::Evsel;

%feature("kwargs", "0") perf::api::Evsel::read;

// Anything is true or false.
%typemap(in) bool tracking {
  const int is_true = PyObject_IsTrue($input);
  if (is_true < 0) SWIG_fail;
  $1 = is_true != 0;
}

%{
#include "api/evsel.h"
%}
%include "api/evsel.h"
PERF_FINISH
