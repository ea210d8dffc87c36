%module(package="_perf") recorder
%include "common.i"
%include "rows.i"
%import "evlist.i"
PERF_NEEDS(_evlist)

PERF_CONSTRUCTIBLE(Workload)
PERF_CONSTRUCTIBLE(Recorder)
%rename(workload) perf::api::Workload;
%rename(recorder) perf::api::Recorder;

// They wait for the kernel, or for the disk.
%thread perf::api::Workload::ended;
%thread perf::api::Recorder::begin;
%thread perf::api::Recorder::run;
%thread perf::api::Recorder::finish;

%{
#include "api/recorder.h"
%}
%include "api/recorder.h"
PERF_FINISH
