// The settings of the text commands, from "name=value" texts to the options of the sessions' room.
// SWIG does not read this header.
#pragma once

#include "api/report_rows.h"
#include "session/convert.h"
#include "session/script.h"

namespace perf::api {

// They throw std::invalid_argument with a sentence.
session::ReportOptions report_options(const ReportNames& settings);
session::ScriptOptions script_options(const ReportNames& settings);
session::ConvertOptions convert_options(const ReportNames& settings);

}  // namespace perf::api
