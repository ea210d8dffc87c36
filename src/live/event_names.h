// Events that have a name on every machine, in all the spellings that perf-list(1) allows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/event_set.h"

namespace perf::live {

// Of the hardware, the kernel or a cache; upper and lower case do not differ.
std::optional<event::NamedEvent> event_named(std::string_view name);

// For suggestions.
std::vector<std::string> known_event_names();

bool same_letters(std::string_view a, std::string_view b);
// Whether a text is what a pattern with *, ? and [a-z] stands for; without regard to case.
bool matches_glob(std::string_view pattern, std::string_view text);

}  // namespace perf::live
