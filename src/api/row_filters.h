// The filters of screens, as texts: "+" or "-", a field, "=" and what it is to be.
#pragma once

#include "api/report_rows.h"
#include "report/row_filter.h"

namespace perf::api {

// Throws std::invalid_argument for what is no filter. The machine must outlive the answer.
report::RowFilter row_filter(const machine::Machine& machine, const ReportNames& given);

}  // namespace perf::api
