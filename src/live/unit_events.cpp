#include "live/unit_events.h"

#include <algorithm>
#include <charconv>

#include "event/abi.h"
#include "live/config_words.h"
#include "live/event_settings.h"
#include "live/name_match.h"
#include "live/nearest.h"

namespace perf::live {
namespace {

const PmuTerm* find_term(const Pmu& unit, std::string_view name) {
  for (const PmuTerm& term : unit.terms) {
    if (same_name(term.name, name)) return &term;
  }
  return nullptr;
}

const PmuEvent* find_event(const Pmu& unit, std::string_view name) {
  for (const PmuEvent& event : unit.events) {
    if (same_name(event.name, name)) return &event;
  }
  return nullptr;
}

double scale_of(const std::string& text) {
  double scale = 1;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), scale);
  return parsed.ec == std::errc() ? scale : 1;
}

std::vector<std::string_view> term_names(const Pmu& unit) {
  std::vector<std::string_view> names;
  names.reserve(unit.terms.size());
  for (const PmuTerm& term : unit.terms) names.push_back(term.name);
  if (names.empty()) names.assign(config_words.begin(), config_words.end());
  return names;
}

Failure unknown_term(const Pmu& unit, const Term& term) {
  std::vector<std::string_view> names = term_names(unit);
  const std::string list = listed(names);
  for (const PmuEvent& event : unit.events) names.push_back(event.name);
  for (const std::string_view name : setting_names()) names.push_back(name);
  return failure(term.name, quoted(term.name.text) + " is no term of " + quoted(unit.name) +
                                ", which has " + list + did_you_mean(term.name.text, names));
}

Failure unknown_plain_term(const Term& term, bool with_config) {
  std::vector<std::string_view> names = setting_names();
  if (with_config) names.insert(names.end(), config_words.begin(), config_words.end());
  return failure(term.name, quoted(term.name.text) + " is no term of this event" +
                                did_you_mean(term.name.text, names));
}

bool is_raw(const Term& term) {
  return !term.value && raw_number(term.name.text).has_value();
}

// A tracepoint's number and a breakpoint's address are in the config words.
bool has_config_terms(const event::Attr& attr) {
  return attr.type != event::type_tracepoint && attr.type != event::type_breakpoint;
}

// Whether it means something without a unit.
bool is_plain(const Term& term, bool with_config) {
  return is_setting(term.name.text) || (with_config && is_config_word(term.name.text));
}

Failure apply_plain(const Term& term, ParsedEvent& event) {
  if (is_setting(term.name.text)) return apply_setting(term, event);
  return number_of(term, *config_word(event.event.attr, term.name.text));
}

Failure apply_unit_term(const Pmu& unit, const Term& term, ParsedEvent& event) {
  if (is_plain(term, true)) return apply_plain(term, event);
  if (const PmuTerm* known = find_term(unit, term.name.text)) {
    return put_bits(term, known->bits, event.event.attr);
  }
  if (!is_raw(term)) return unknown_term(unit, term);
  event.event.attr.config = *raw_number(term.name.text);
  return {};
}

bool gives(const std::vector<Term>& terms, std::string_view name) {
  return std::any_of(terms.begin(), terms.end(), [name](const Term& term) {
    return term.value && same_name(term.name.text, name);
  });
}

// The terms that sysfs has for a named event; one of value "?" is a parameter that the text gives.
Failure apply_named(const Pmu& unit, const PmuEvent& known, Piece name,
                    const std::vector<Term>& given, ParsedEvent& event) {
  std::vector<Term> terms;
  if (auto failed = split_terms({known.terms}, terms)) return failure(name, failed->sentence);
  for (const Term& term : terms) {
    if (term.value && term.value->text == "?") {
      if (gives(given, term.name.text)) continue;
      return failure(
          name, quoted(name.text) + " needs a value for its parameter " + quoted(term.name.text));
    }
    if (auto failed = apply_unit_term(unit, term, event)) return failure(name, failed->sentence);
  }
  event.event.unit = known.unit;
  event.event.scale = scale_of(known.scale);
  return {};
}

std::string_view without_number(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  if (end == std::string_view::npos || end + 1 == name.size()) return name;
  return name.substr(0, name[end] == '_' ? end : end + 1);
}

// Both in lower case.
bool stands_for(std::string_view pattern, std::string_view unit) {
  constexpr std::string_view prefix = "uncore_";
  const auto fits = [pattern](std::string_view name) {
    return matches(pattern, name) || matches(pattern, without_number(name));
  };
  return fits(unit) || (unit.starts_with(prefix) && fits(unit.substr(prefix.size())));
}

}  // namespace

std::vector<const Pmu*> units_named(std::string_view name, const std::vector<Pmu>& units) {
  std::vector<const Pmu*> found;
  const std::string lowered = lower(name);
  for (const Pmu& unit : units) {
    if (unit.name == name) return {&unit};
    if (stands_for(lowered, lower(unit.name))) found.push_back(&unit);
  }
  return found;
}

std::vector<const Pmu*> units_with_event(std::string_view name, const std::vector<Pmu>& units) {
  std::vector<const Pmu*> found;
  for (const Pmu& unit : units) {
    if (find_event(unit, name) != nullptr) found.push_back(&unit);
  }
  return found;
}

Failure apply_plain_terms(const std::vector<Term>& terms, ParsedEvent& event) {
  const bool with_config = has_config_terms(event.event.attr);
  for (const Term& term : terms) {
    if (!is_plain(term, with_config)) return unknown_plain_term(term, with_config);
    if (auto failed = apply_plain(term, event)) return failed;
  }
  return {};
}

Failure apply_unit_terms(const Pmu& unit, const std::vector<Term>& terms, ParsedEvent& event) {
  event.event.attr.type = unit.type;
  event.cpus = unit.cpus;
  std::vector<const Term*> others;
  const Term* named = nullptr;
  for (const Term& term : terms) {
    const PmuEvent* known = term.value ? nullptr : find_event(unit, term.name.text);
    if (known == nullptr) {
      others.push_back(&term);
      continue;
    }
    if (named != nullptr) return failure(term.name, "one event is of one name of its unit");
    named = &term;
    if (auto failed = apply_named(unit, *known, term.name, terms, event)) return failed;
  }
  for (const Term* term : others) {
    if (auto failed = apply_unit_term(unit, *term, event)) return failed;
  }
  return {};
}

}  // namespace perf::live
