// The recorded kernel's names for its addresses, as print formats of tracepoints ask for them.
#pragma once

#include "machine/machine.h"
#include "text/trace_text.h"

namespace perf::session {

// Empty for an address that no symbol covers. The machine must outlive the answer.
text::TraceText::Resolve kernel_names(const machine::Machine& machine);

}  // namespace perf::session
