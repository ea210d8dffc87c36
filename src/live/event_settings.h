// The terms that any event may have whatever it counts: its name, how often and with what it is
// sampled. Those that fill the config words are in unit_terms.h.
#pragma once

#include <string_view>
#include <vector>

#include "live/event_terms.h"

namespace perf::live {

bool is_setting(std::string_view name);
std::vector<std::string_view> setting_names();

// Of a term that is a setting.
Failure apply_setting(const Term& term, ParsedEvent& event);

}  // namespace perf::live
