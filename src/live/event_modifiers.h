// The letters behind an event's colon: which modes it counts in, how precise and how exclusive it
// is (perf-list(1), EVENT MODIFIERS).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace perf::live {

struct ParsedEvent;

// Changes the event; a sentence about what is wrong with the letters, and at which of them.
struct BadModifier {
  std::size_t at = 0;
  std::string sentence;
};
std::optional<BadModifier> apply_modifiers(std::string_view letters, ParsedEvent& event);

}  // namespace perf::live
