%module(package="_perf") syscalls
%include "common.i"

%{
#include "api/syscalls.h"
%}
%include "api/syscalls.h"
