// The tracepoints of this machine, as tracefs tells of them (Documentation/trace/events.rst in the
// kernel). It opens no event.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "event/trace_format.h"

namespace perf::live {

// Where tracefs is, empty: nowhere that can be read.
std::string tracefs();

struct Tracepoint {
  std::string system, name;
};

// All of them, in order.
std::vector<Tracepoint> tracepoints(const std::string& tracefs);

// What the attribute of an event has as its config; nothing of one that is not there, or may not be
// read.
std::optional<std::uint64_t> tracepoint_id(const std::string& tracefs, const Tracepoint& which);

// The format of the tracepoint with that number, nothing when it may not be read. `likely` is where
// it is looked for first.
std::optional<event::TraceFormat> format_of(const std::string& tracefs, std::uint64_t id,
                                            const Tracepoint& likely);

}  // namespace perf::live
