// Every rule of the binding; each module includes this first.
%nothread;

%include <exception.i>
%include "exceptions.i"
%include "typemaps.i"
%include "objects.i"

#define PERF_API

// In the façade a method, in Python an attribute.
%define PERF_GET(Class, Type, name)
%extend { %immutable; Type name; %mutable; }
%{
#define perf_api_##Class##_##name##_get(object) (object)->name()
%}
%enddef
