// `perf report --hierarchy`: rows grouped under rows, one level a key.
#pragma once

#include "text/report_text.h"

namespace perf::text {

void write_hierarchy(Output& out, const report::Histogram& histogram,
                     const ReportTextOptions& options);

}  // namespace perf::text
