// A report as JSON: `perftui report --json`. One object an event, in the order of the text report.
#pragma once

#include "text/report_text.h"

namespace perf::text {

void write_report_json(Output& out, const report::Histogram& histogram,
                       const std::string& event_name, const ReportTextOptions& options);

// Appends a JSON string; bytes that are no UTF-8 become U+FFFD.
void append_json(std::string& out, std::string_view text);

}  // namespace perf::text
