// How names are compared: without regard to case, or with a pattern of *, ? and [classes]. It knows
// no names.
#pragma once

#include <string>
#include <string_view>

namespace perf::live {

char lower(char letter);
std::string lower(std::string_view name);

// The same but for the case of ASCII letters.
bool same_name(std::string_view a, std::string_view b);

bool is_pattern(std::string_view name);

// Whether all of the name matches, in time of at most pattern times name.
bool matches(std::string_view pattern, std::string_view name);

}  // namespace perf::live
