%module(package="_perf") config
%include "common.i"

%{
#include "api/config.h"
%}
%include "api/config.h"
