// The description of tracepoints that a recording carries (tracing data, version 0.6), put together
// from tracefs. Taking it apart is the event room's work.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "event/trace_format.h"

namespace perf::live {

// Of these formats; empty without any.
std::vector<std::uint8_t> tracing_data(const std::string& tracefs,
                                       const std::vector<event::TraceFormat>& formats);

}  // namespace perf::live
