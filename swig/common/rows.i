// Windows of reports: one typemap for each kind of row, and for lists of names.
%{
#include "runtime/rows.h"
%}

namespace perf::api {
typedef int ReportNames;
typedef int ReportProgress;
typedef int ReportRows;
typedef int ReportNodes;
typedef int ReportBoxes;
}

PERF_VALUE(perf::api::ReportNames)
PERF_VALUE(perf::api::ReportProgress)
PERF_VALUE(perf::api::ReportRows)
PERF_VALUE(perf::api::ReportNodes)
PERF_VALUE(perf::api::ReportBoxes)

%typemap(in) perf::api::ReportNames { if (!perf_binding::from_python($input, $1)) SWIG_fail; }

%typemap(in) const perf::api::ReportNames& (perf::api::ReportNames names) {
  if (!perf_binding::from_python($input, names)) SWIG_fail;
  $1 = &names;
}
