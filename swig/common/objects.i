// What objects may be: made from Python or only handed out, sequences, equal by value. The macros
// stand before the %include of the façade header that has the class.
%{
#include "runtime/objects.h"
#include "runtime/types.h"
%}

// Without these, T.__new__(T) would give an object that no method can survive.
%define PERF_CONSTRUCTIBLE(Class)
%feature("python:tp_new") perf::api::Class "perf_binding::guarded_new";
%enddef

%define PERF_HANDED_OUT(Class)
%feature("python:tp_new") perf::api::Class "0";
%feature("python:tp_flags") perf::api::Class
    "Py_TPFLAGS_DEFAULT|Py_TPFLAGS_BASETYPE|Py_TPFLAGS_DISALLOW_INSTANTIATION";
%ignore perf::api::Class::Class;
%enddef

%define PERF_SEQUENCE(Class)
%ignore perf::api::Class::size;
%feature("python:sq_length") perf::api::Class "perf_binding::length_of<perf::api::Class>";
%feature("python:tp_iter") perf::api::Class "PySeqIter_New";
%feature("python:slot", "sq_item", functype="ssizeargfunc") perf::api::Class::at;
%feature("kwargs", "0") perf::api::Class::at;
%enddef

%define PERF_EQUAL_BY_VALUE(Class)
%ignore perf::api::Class::equals;
%ignore perf::api::Class::hash;
%feature("python:tp_hash") perf::api::Class "perf_binding::hash_of<perf::api::Class>";
%feature("python:tp_richcompare") perf::api::Class "perf_binding::compare<perf::api::Class>";
%enddef

// What the façade says in repr is also str().
%define PERF_REPR(Class)
%ignore perf::api::Class::repr;
%feature("python:tp_repr") perf::api::Class "perf_binding::repr_of<perf::api::Class>";
%feature("python:tp_str") perf::api::Class "perf_binding::repr_of<perf::api::Class>";
%enddef

// The end of every module that has classes: by now they are made.
%define PERF_FINISH
%init { if (perf_binding::tidy_classes(m) != 0) return -1; }
%enddef

// Beside the %import of a module whose objects this one hands out.
%define PERF_NEEDS(module)
%init { if (perf_binding::load("_perf." #module) != 0) return -1; }
%enddef

// Attributes belong to the type, not to the wrapper at hand.
%pythonnondynamic;
