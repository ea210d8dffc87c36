// What a recording says of itself, as `perf report --header-only` prints it.
#pragma once

#include "file/recording.h"
#include "text/output.h"

namespace perf::text {

// `full` prints also what perf keeps back without -I: topology, caches, memory.
void write_header(Output& out, const file::Recording& recording, bool full);

// The attribute's fields other than zero: ", type = 1 (software), size = 136, …"; the PMU is named
// as the recording says.
std::string attr_text(const event::Attr& attr, const std::string& event_name,
                      const file::Features& features);

}  // namespace perf::text
