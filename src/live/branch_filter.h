// The kinds of branches that are sampled, as perf-record(1) lists them under --branch-filter. It
// opens no event.
#pragma once

#include "live/event_text.h"

namespace perf::live {

// "any_call,u" to the bits of branch_sample_type. Privilege levels alone are those of any branch.
Failure parse_branch_filter(Piece text, std::uint64_t& bits);

}  // namespace perf::live
