%module(package="_perf") report
%include "common.i"
%include "rows.i"
%import "evlist.i"
PERF_NEEDS(_evlist)

PERF_CONSTRUCTIBLE(Report)
PERF_CONSTRUCTIBLE(LiveReport)
PERF_HANDED_OUT(ReportView)
PERF_OBJECT(ReportView)
%ignore perf::api::ReportView::State;
%feature("novaluewrapper") perf::api::ReportView;

// What takes its time leaves the interpreter to others.
%thread perf::api::Report::~Report;
%thread perf::api::ReportView::~ReportView;
%thread perf::api::Report::view;
%thread perf::api::LiveReport::~LiveReport;
%thread perf::api::LiveReport::show;
%thread perf::api::LiveReport::view;
%thread perf::api::LiveReport::write;
%thread perf::api::LiveReport::stop;
%thread perf::api::ReportView::sorted;
%thread perf::api::ReportView::flame;

%{
#include "api/live_report.h"
%}
%include "api/report.h"
%include "api/live_report.h"
PERF_FINISH
