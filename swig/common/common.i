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

// The same, and it may be set.
%define PERF_SET(Class, Type, name)
%extend { Type name; }
%{
#define perf_api_##Class##_##name##_get(object) (object)->name()
#define perf_api_##Class##_##name##_set(object, value) (object)->set_##name(value)
%}
%enddef
