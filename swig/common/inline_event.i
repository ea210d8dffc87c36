// Events lie inside their Python objects (runtime/events.h makes them): one allocation each, and none
// but the cursor makes one.
%{
#include "runtime/inline_object.h"
%}

%define PERF_EVENT(Class, python_name)
PERF_HANDED_OUT(Class)
PERF_REPR(Class)
%rename(python_name) perf::api::Class;
%feature("python:tp_dealloc") perf::api::Class "perf_binding::destroy_inline<perf::api::Class>";
// The attribute's descriptor has checked the type already; a stat_event may be uninitialised.
%typemap(in) perf::api::Class* self {
  $1 = perf_binding::held<perf::api::Class>(self);
  if ($1 == nullptr) SWIG_exception_fail(SWIG_TypeError, "event not initialized");
}
%enddef
