// The settings of what is recorded and counted on this machine, from "name=value" texts to the
// options of the rooms below. SWIG does not read this header.
#pragma once

#include "api/report_rows.h"
#include "live/configure.h"
#include "session/live_profile.h"
#include "session/recorder.h"

namespace perf::api {

// They throw std::invalid_argument with a sentence.
live::RecordOptions record_options(const ReportNames& settings);
session::LiveOptions live_options(const ReportNames& settings);
session::RecorderOptions recorder_options(const ReportNames& settings);

}  // namespace perf::api
