// The terms between an event's slashes: bits of its attribute, by the unit's formats in sysfs
// (Documentation/ABI/testing/sysfs-bus-event_source-devices-format in the kernel), and settings of
// its recording (perf-record(1), -e).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perf::live {

struct ParsedEvent;
struct Pmu;

struct Term {
  std::string name, value;
  bool has_value = false;
  std::size_t column = 0;
};

struct BadTerm {
  std::size_t column = 0;
  std::string sentence;
};

// "event=0x3c,umask=1,name='a b'"; `column` is that of the first letter.
std::vector<Term> split_terms(std::string_view text, std::size_t column);

// Changes the event; `pmu` is nullptr for an event that is no unit's, which has settings alone.
std::optional<BadTerm> apply_terms(const std::vector<Term>& terms, const Pmu* pmu,
                                   ParsedEvent& event);

}  // namespace perf::live
