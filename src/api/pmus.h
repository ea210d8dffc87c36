// What this machine can count, as Python sees it: plain lists of what the kernel tells. It opens an
// event only to see whether that is possible.
#pragma once

#include "api/report_rows.h"
#include "api/values.h"

namespace perf::api {

/** The units that count: dicts of name, type (the number that attributes have), cpus (a list,
 * empty: all), terms and events (lists of dicts). */
PERF_API HeaderRows pmus();

/** The events of hardware, software and caches that this machine can count: dicts of name, alias
 * (may be empty), type and config. */
PERF_API HeaderRows named_events();

/** The tracepoints, as "system:name"; none when tracefs cannot be read. */
PERF_API ReportNames tracepoints();

/** The number that a tracepoint's attribute has as its config; None when it is not there, or may
 * not be read. */
PERF_API OptionalNumber tracepoint_id(const std::string& system, const std::string& name);

}  // namespace perf::api
