#include "live/event_finder.h"

#include <limits>

#include "live/breakpoint_event.h"
#include "live/event_modifiers.h"
#include "live/event_names.h"
#include "live/name_match.h"
#include "live/nearest.h"
#include "live/pfm_event.h"
#include "live/unit_events.h"

namespace perf::live {
namespace {

ParsedEvent event_of(const EventCode& code) {
  ParsedEvent parsed;
  parsed.event.attr.type = code.type;
  parsed.event.attr.config = code.config;
  return parsed;
}

Failure find_numeric(Piece type, Piece config, FoundEvents& found) {
  const auto number_of_type = number(type.text);
  const auto number_of_config = number(config.text);
  if (!number_of_config) return failure(config, quoted(config.text) + " is no number");
  if (!number_of_type || *number_of_type > std::numeric_limits<std::uint32_t>::max()) {
    return failure(type, quoted(type.text) + " is no type of events");
  }
  const auto narrow = static_cast<std::uint32_t>(*number_of_type);
  found.events.push_back(event_of({narrow, *number_of_config}));
  return {};
}

// An event of each unit that has it; the failure of the first, if none has.
Failure find_in_units(const std::vector<const Pmu*>& units, const std::vector<Term>& terms,
                      FoundEvents& found) {
  Failure first;
  for (const Pmu* unit : units) {
    ParsedEvent parsed;
    auto failed = apply_unit_terms(*unit, terms, parsed);
    if (!failed) found.events.push_back(std::move(parsed));
    if (!first) first = std::move(failed);
  }
  return found.events.empty() ? first : Failure();
}

Failure apply_to_all(const std::vector<Term>& terms, FoundEvents& found) {
  for (ParsedEvent& parsed : found.events) {
    if (auto failed = apply_plain_terms(terms, parsed)) return failed;
  }
  return {};
}

Failure find_breakpoint(Piece head, const std::vector<Term>& terms, FoundEvents& found) {
  ParsedEvent& parsed = found.events.emplace_back();
  // perf names it without its length, and without what follows that.
  const std::size_t slash = head.text.find('/');
  if (slash != std::string_view::npos) parsed.event.name = trimmed(head.until(slash)).text;
  if (auto failed = parse_breakpoint(head, parsed.event.attr, found.modifiers)) return failed;
  return apply_to_all(terms, found);
}

Failure find_pfm(Piece head, const std::vector<Term>& terms, FoundEvents& found) {
  if (auto failed = find_pfm_event(head, found.events.emplace_back())) return failed;
  return apply_to_all(terms, found);
}

}  // namespace

Failure EventFinder::find(const WrittenEvent& written, FoundEvents& found) {
  std::vector<Term> terms;
  if (written.head.text.empty()) return failure(written.head, "an event is missing here");
  if (written.terms) {
    if (auto failed = split_terms(*written.terms, terms)) return failed;
  }
  if (auto failed = find_by_head(written, terms, found)) return failed;
  for (ParsedEvent& parsed : found.events) {
    if (parsed.event.name.empty()) parsed.event.name = written.whole.text;
    parsed.event.recorded_name = true;
  }
  if (!written.terms) return {};
  if (!found.modifiers.text.empty()) {
    return failure(found.modifiers, "modifiers stand after the terms");
  }
  found.modifiers = written.tail.text.starts_with(':') ? written.tail.from(1) : written.tail;
  return {};
}

Failure EventFinder::find_by_head(const WrittenEvent& written, const Terms& terms,
                                  FoundEvents& found) {
  const Piece head = written.head;
  if (head.text.starts_with(breakpoint_prefix)) return find_breakpoint(head, terms, found);
  if (is_pfm_name(head.text)) return find_pfm(head, terms, found);
  const std::size_t colon = head.text.find(':');
  const Piece first = trimmed(head.until(colon));
  const Piece rest = head.after(':');
  if (colon == std::string_view::npos || is_event(first.text)) {
    found.modifiers = rest;
    return find_by_name(first, written, terms, found);
  }
  found.modifiers = rest.after(':');
  return find_by_parts(first, trimmed(rest.until(rest.text.find(':'))), terms, found);
}

Failure EventFinder::find_by_name(Piece name, const WrittenEvent& written, const Terms& terms,
                                  FoundEvents& found) const {
  if (const auto code = named_event(name.text)) {
    found.events.push_back(event_of(*code));
    return apply_to_all(terms, found);
  }
  const std::vector<const Pmu*> named = units_named(name.text, *units_);
  if (written.terms && !named.empty()) return find_in_units(named, terms, found);
  const std::vector<const Pmu*> having = units_with_event(name.text, *units_);
  if (!having.empty()) {
    Terms all{{name, {}}};
    all.insert(all.end(), terms.begin(), terms.end());
    return find_in_units(having, all, found);
  }
  if (named.empty()) return unknown(name);
  return failure(name, quoted(name.text) + " is a unit, which needs terms: " +
                           quoted(named.front()->name + "/config=1/"));
}

Failure EventFinder::find_by_parts(Piece first, Piece second, const Terms& terms,
                                   FoundEvents& found) {
  if (number(first.text)) {
    if (auto failed = find_numeric(first, second, found)) return failed;
    return apply_to_all(terms, found);
  }
  // "cycels:u" is a misspelt event rather than a tracepoint that is not there.
  const bool pattern = is_pattern(first.text) || is_pattern(second.text);
  if (!pattern && are_modifiers(second.text) && !tracepoints_.has(first, second)) {
    return unknown(first);
  }
  if (auto failed = tracepoints_.find(first, second, found.events)) return failed;
  return apply_to_all(terms, found);
}

bool EventFinder::is_event(std::string_view name) const {
  return named_event(name) || !units_with_event(name, *units_).empty();
}

Failure EventFinder::unknown(Piece name) const {
  std::vector<std::string_view> names = event_names();
  for (const Pmu& unit : *units_) {
    names.push_back(unit.name);
    for (const PmuEvent& event : unit.events) names.push_back(event.name);
  }
  return failure(name, quoted(name.text) + " is no event" + did_you_mean(name.text, names));
}

}  // namespace perf::live
