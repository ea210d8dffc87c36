// The config words of an attribute by name, and the bits of them that a format of sysfs gives to a
// term ("config:0-7,32-35"). It knows no terms.
#pragma once

#include <array>
#include <string_view>

#include "live/event_terms.h"

namespace perf::live {

inline constexpr std::array<std::string_view, 5> config_words{"config", "config1", "config2",
                                                              "config3", "config4"};

bool is_config_word(std::string_view name);

// nullptr: it is no such word.
std::uint64_t* config_word(event::Attr& attr, std::string_view name);

// The lowest bits of the term's value to the format's first bits, and so on; what is there is
// replaced. A value that needs more bits is a failure.
Failure put_bits(const Term& term, std::string_view format, event::Attr& attr);

}  // namespace perf::live
