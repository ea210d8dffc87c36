%module(package="_perf") text
%include "common.i"
%include "rows.i"

// The whole command runs inside: it leaves the interpreter to others.
%thread perf::api::write_report;
%thread perf::api::write_script;
%thread perf::api::write_facts;
%thread perf::api::convert;

%{
#include "api/process.h"
#include "api/text.h"
%}
%include "api/process.h"
%include "api/text.h"
