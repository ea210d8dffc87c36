// The letters after an event or a group that say what is left out and how it counts, as
// perf-list(1) has them. It knows no names.
#pragma once

#include <string_view>

#include "live/event_text.h"

namespace perf::live {

bool are_modifiers(std::string_view letters);

// Each is known and given once, but for p, which may stand three times. W is for groups only.
Failure check_modifiers(Piece letters, bool of_group);

// Into the attribute; `own` letters stand after the event, `of_group` after its group. A group is
// pinned or exclusive through its leader.
Failure apply_modifiers(Piece own, Piece of_group, bool leader, ParsedEvent& event);

}  // namespace perf::live
