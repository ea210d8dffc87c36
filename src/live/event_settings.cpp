#include "live/event_settings.h"

#include <algorithm>
#include <array>
#include <limits>

#include "live/branch_filter.h"

namespace perf::live {
namespace {

Failure number_up_to(const Term& term, std::uint64_t most, std::uint64_t& value) {
  if (auto failed = number_of(term, value)) return failed;
  if (value <= most) return {};
  return failure(*term.value, quoted(term.name.text) + " is at most " + std::to_string(most));
}

Failure switch_of(const Term& term, bool& on) {
  std::uint64_t value = 0;
  if (auto failed = number_or_one(term, value)) return failed;
  if (value > 1) return failure(*term.value, quoted(term.name.text) + " is 0 or 1");
  on = value == 1;
  return {};
}

// Which of some words the value is.
Failure choice_of(const Term& term, std::span<const std::string_view> words, std::size_t& choice) {
  if (!term.value) return failure(term.name, quoted(term.name.text) + " needs a value");
  const auto found = std::find(words.begin(), words.end(), term.value->text);
  choice = static_cast<std::size_t>(found - words.begin());
  if (found != words.end()) return {};
  return failure(*term.value, quoted(term.name.text) + " is one of " + listed(words));
}

template <auto wanted, auto other>
Failure apply_rate(const Term& term, ParsedEvent& event) {
  if (event.settings.*other) {
    return failure(term.name, "an event has either a period or a frequency");
  }
  std::uint64_t value = 0;
  if (auto failed = number_of(term, value)) return failed;
  event.settings.*wanted = value;
  return {};
}

template <auto setting, bool on>
Failure apply_switch(const Term& term, ParsedEvent& event) {
  bool given = false;
  if (auto failed = switch_of(term, given)) return failed;
  event.settings.*setting = given == on;
  return {};
}

Failure apply_name(const Term& term, ParsedEvent& event) {
  constexpr std::size_t longest = 1024;  // thousands of events may have it
  if (!term.value) return failure(term.name, "'name' needs a value");
  if (term.value->text.size() > longest) return failure(*term.value, "the name is too long");
  event.event.name = term.value->text;
  return {};
}

Failure apply_call_graph(const Term& term, ParsedEvent& event) {
  constexpr std::array<std::string_view, 4> words{"no", "fp", "dwarf", "lbr"};  // of CallGraph
  std::size_t choice = 0;
  if (auto failed = choice_of(term, words, choice)) return failed;
  event.settings.call_graph = static_cast<CallGraph>(choice);
  return {};
}

Failure apply_stack_size(const Term& term, ParsedEvent& event) {
  constexpr std::uint64_t word = sizeof(std::uint64_t);
  constexpr std::uint64_t most = std::numeric_limits<std::uint16_t>::max() / word * word;
  std::uint64_t value = 0;
  if (auto failed = number_up_to(term, most, value)) return failed;
  if (value == 0) return failure(*term.value, "a stack has at least a word");
  event.settings.stack_size = static_cast<std::uint32_t>((value + word - 1) / word * word);
  return {};
}

Failure apply_max_stack(const Term& term, ParsedEvent& event) {
  std::uint64_t value = 0;
  const auto most = std::numeric_limits<std::uint16_t>::max();
  if (auto failed = number_up_to(term, most, value)) return failed;
  event.settings.max_stack = static_cast<std::uint16_t>(value);
  return {};
}

Failure apply_branch_type(const Term& term, ParsedEvent& event) {
  if (!term.value) return failure(term.name, "'branch_type' needs a value");
  std::uint64_t bits = 0;
  if (auto failed = parse_branch_filter(*term.value, bits)) return failed;
  event.settings.branch_sample_type = bits;
  return {};
}

Failure apply_aux_output(const Term& term, ParsedEvent& event) {
  bool on = false;
  if (auto failed = switch_of(term, on)) return failed;
  event.event.attr.set(event::Flag::aux_output, on);
  return {};
}

Failure apply_aux_sample_size(const Term& term, ParsedEvent& event) {
  std::uint64_t value = 0;
  const auto most = std::numeric_limits<std::uint32_t>::max();
  if (auto failed = number_up_to(term, most, value)) return failed;
  event.event.attr.aux_sample_size = static_cast<std::uint32_t>(value);
  return {};
}

Failure apply_aux_action(const Term& term, ParsedEvent& event) {
  constexpr std::array<std::string_view, 3> bits{"start-paused", "pause", "resume"};
  std::size_t choice = 0;
  if (auto failed = choice_of(term, bits, choice)) return failed;
  event.event.attr.aux_action = 1U << choice;
  return {};
}

// What perf-stat(1) alone acts on.
Failure apply_nothing(const Term& /*term*/, ParsedEvent& /*event*/) {
  return {};
}

struct Setting {
  std::string_view name;
  Failure (*apply)(const Term&, ParsedEvent&);
};

constexpr std::array<Setting, 16> settings{{
    {"name", apply_name},
    {"period", apply_rate<&EventSettings::period, &EventSettings::frequency>},
    {"freq", apply_rate<&EventSettings::frequency, &EventSettings::period>},
    {"call-graph", apply_call_graph},
    {"stack-size", apply_stack_size},
    {"max-stack", apply_max_stack},
    {"time", apply_switch<&EventSettings::time, true>},
    {"inherit", apply_switch<&EventSettings::inherit, true>},
    {"no-inherit", apply_switch<&EventSettings::inherit, false>},
    {"overwrite", apply_switch<&EventSettings::overwrite, true>},
    {"no-overwrite", apply_switch<&EventSettings::overwrite, false>},
    {"branch_type", apply_branch_type},
    {"aux-output", apply_aux_output},
    {"aux-sample-size", apply_aux_sample_size},
    {"aux-action", apply_aux_action},
    {"percore", apply_nothing},
}};

const Setting* find_setting(std::string_view name) {
  const auto* found = std::find_if(settings.begin(), settings.end(),
                                   [name](const Setting& known) { return known.name == name; });
  return found == settings.end() ? nullptr : found;
}

}  // namespace

bool is_setting(std::string_view name) {
  return find_setting(name) != nullptr;
}

std::vector<std::string_view> setting_names() {
  std::vector<std::string_view> names;
  names.reserve(settings.size());
  for (const Setting& setting : settings) names.push_back(setting.name);
  return names;
}

Failure apply_setting(const Term& term, ParsedEvent& event) {
  const Setting* setting = find_setting(term.name.text);
  if (setting == nullptr) return failure(term.name, quoted(term.name.text) + " is no setting");
  return setting->apply(term, event);
}

}  // namespace perf::live
