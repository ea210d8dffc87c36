// perf's text commands on one recording: report, script and what a recording says of itself. Only
// settings are read here; the sessions' room does the work. Lists go by value, since SWIG sees a
// number in their place and could not refer to it.
#pragma once

#include <string>

#include "api/export.h"
#include "api/report_rows.h"
#include "api/values.h"

namespace perf::api {

/** Writes `perf report`'s text of the recording at `path` to the file descriptor `fd`. Each setting
 * is "name=value", as text_settings.cpp lists them; an unknown one raises ValueError. The answer
 * says what a user must be told: samples, unresolved, lost_events, lost_samples, recorded_samples,
 * unknown_records,
 * damaged_bytes, damages, damage (the first ones, as sentences), write_error (errno, 0 none). */
PERF_API HeaderItems write_report(const std::string& path, int fd, ReportNames settings);

/** Likewise `perf script`'s text. */
PERF_API HeaderItems write_script(const std::string& path, int fd, ReportNames settings);

/** Writes the recording at `path` again to the file `to` ("-" is the standard output), with its
 * settings and the same answer, whose samples are those written; see session/convert.h. */
PERF_API HeaderItems convert(const std::string& path, const std::string& to, ReportNames settings);

/** Likewise "header", "full_header", "stats", "tasks" or "mmaps" of a recording. */
PERF_API HeaderItems write_facts(const std::string& path, int fd, const std::string& what);

}  // namespace perf::api
