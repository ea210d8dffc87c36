// How a C++ exception becomes a Python one. Nothing but this file says so.
%{
#include "runtime/exceptions.h"
%}

%exception {
  try {
    $action
  } catch (...) {
    perf_binding::set_python_error();
    SWIG_fail;
  }
}
