// Breakpoints as perf-record(1) writes them, mem:ADDRESS[/LENGTH][:ACCESS]. It sets none.
#pragma once

#include "live/event_text.h"

namespace perf::live {

inline constexpr std::string_view breakpoint_prefix = "mem:";

// Of a text with that prefix; `modifiers` is what stands after it.
Failure parse_breakpoint(Piece text, event::Attr& attr, Piece& modifiers);

}  // namespace perf::live
