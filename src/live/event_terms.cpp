#include "live/event_terms.h"

#include <algorithm>
#include <charconv>

#include "live/event_names.h"
#include "live/event_string.h"
#include "live/nearest.h"

namespace perf::live {
namespace {

using event::Attr;
using Bad = std::optional<BadTerm>;

constexpr std::uint64_t largest_stack = 65528;
const std::vector<std::string> settings{
    "config",      "config1", "config2",    "config3",         "name",
    "period",      "freq",    "call-graph", "stack-size",      "max-stack",
    "time",        "inherit", "no-inherit", "overwrite",       "no-overwrite",
    "branch_type", "percore", "aux-output", "aux-sample-size", "metric-id"};

// Decimal, 0x or 0 in front, as strtoull(3) has them.
std::optional<std::uint64_t> number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    base = 16;
  } else if (text.size() > 1 && text.front() == '0') {
    base = 8;
  }
  std::uint64_t value = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value, base);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

BadTerm bad(const Term& term, const std::string& what) {
  return {term.column, "term '" + term.name + "' " + what};
}

std::uint64_t* word_named(Attr& attr, std::string_view name) {
  if (name == "config") return &attr.config;
  if (name == "config1") return &attr.config1;
  if (name == "config2") return &attr.config2;
  return name == "config3" ? &attr.config3 : nullptr;
}

// Puts a value's lowest bits into the bits that a format names: "config:0-7,32-35".
bool scatter(std::uint64_t value, std::string_view format, Attr& attr) {
  const std::size_t colon = format.find(':');
  std::uint64_t* word = word_named(attr, format.substr(0, colon));
  if (word == nullptr || colon == std::string_view::npos) return false;
  for (std::string_view rest = format.substr(colon + 1); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view part = rest.substr(0, comma);
    rest.remove_prefix(std::min(rest.size(), comma + 1));
    const std::size_t dash = part.find('-');
    const auto low = number(part.substr(0, dash));
    const auto high = dash == std::string_view::npos ? low : number(part.substr(dash + 1));
    if (!low || !high || *high < *low || *high > 63) return false;
    const std::uint64_t width = *high - *low + 1;
    const std::uint64_t mask = width == 64 ? ~0ULL : (1ULL << width) - 1;
    *word = (*word & ~(mask << *low)) | (value & mask) << *low;
    value = width == 64 ? 0 : value >> width;
  }
  return value == 0;
}

Bad set_call_graph(const Term& term, EventSettings& out) {
  const std::pair<const char*, CallGraph> ways[] = {{"fp", CallGraph::fp},
                                                    {"dwarf", CallGraph::dwarf},
                                                    {"lbr", CallGraph::lbr},
                                                    {"no", CallGraph::none}};
  for (const auto& [name, way] : ways) {
    if (term.value != name) continue;
    out.call_graph = way;
    return std::nullopt;
  }
  return bad(term, "is fp, dwarf, lbr or no, not '" + term.value + "'");
}

// Those that say yes or no; false when the term is none of them.
bool set_switch(const Term& term, EventSettings& out) {
  const bool off = term.has_value && term.value == "0";
  if (term.name == "time")
    out.time = !off;
  else if (term.name == "inherit")
    out.inherit = !off;
  else if (term.name == "no-inherit")
    out.inherit = off;
  else if (term.name == "overwrite")
    out.overwrite = !off;
  else if (term.name == "no-overwrite")
    out.overwrite = off;
  else
    return false;
  return true;
}

Bad set_number(const Term& term, std::uint64_t value, ParsedEvent& event) {
  EventSettings& out = event.settings;
  if (std::uint64_t* word = word_named(event.event.attr, term.name)) {
    *word = value;
  } else if (term.name == "period") {
    out.period = value;
  } else if (term.name == "freq") {
    out.frequency = value;
  } else if (term.name == "stack-size") {
    if (value == 0 || value % 8 != 0 || value > largest_stack) {
      return bad(term, "is a multiple of 8 up to 65528");
    }
    out.stack_size = static_cast<std::uint32_t>(value);
  } else if (term.name == "max-stack") {
    if (value > 0xffff) return bad(term, "is at most 65535");
    out.max_stack = static_cast<std::uint16_t>(value);
  }
  if (out.period && out.frequency) {
    return bad(term, "cannot stand beside the other: an event has a period or a freq");
  }
  return std::nullopt;
}

Bad set_setting(const Term& term, ParsedEvent& event) {
  if (set_switch(term, event.settings)) return std::nullopt;
  if (term.name == "percore" || term.name == "metric-id" || term.name.starts_with("aux-") ||
      term.name == "branch_type") {
    return std::nullopt;
  }
  if (!term.has_value) return bad(term, "needs a value");
  if (term.name == "name") {
    event.event.name = term.value;
    return std::nullopt;
  }
  if (term.name == "call-graph") return set_call_graph(term, event.settings);
  const auto value = number(term.value);
  if (!value) return bad(term, "has '" + term.value + "', which is no number");
  return set_number(term, *value, event);
}

BadTerm unknown(const Term& term, const Pmu* pmu) {
  std::vector<std::string> names = settings;
  std::string own;
  if (pmu != nullptr) {
    for (const PmuTerm& format : pmu->terms) {
      names.push_back(format.name);
      own += (own.empty() ? "" : ", ") + format.name;
    }
    for (const PmuEvent& event : pmu->events) names.push_back(event.name);
  }
  std::string sentence = "'" + term.name + "' is no term" + suggestion(term.name, names);
  if (!own.empty()) sentence += " (" + pmu->name + " has " + own + ")";
  return {term.column, sentence};
}

Bad set_format(const Term& term, const PmuTerm& format, Attr& attr) {
  const auto value = term.has_value ? number(term.value) : std::optional<std::uint64_t>(1);
  if (!value) return bad(term, "has '" + term.value + "', which is no number");
  if (!scatter(*value, format.bits, attr)) {
    return bad(term, "has a value that does not fit into " + format.bits);
  }
  return std::nullopt;
}

// An alias stands for the terms of sysfs; those with "?" have to be given beside it.
Bad set_alias(const Term& term, const PmuEvent& alias, const Pmu& pmu,
              const std::vector<Term>& given, ParsedEvent& event) {
  std::vector<Term> stands_for = split_terms(alias.terms, term.column);
  for (Term& inner : stands_for) {
    if (inner.value != "?") continue;
    const auto same = std::find_if(given.begin(), given.end(),
                                   [&](const Term& other) { return other.name == inner.name; });
    if (same == given.end()) return bad(term, "needs " + inner.name + "= beside it");
    inner.value = same->value;
  }
  if (!alias.unit.empty()) event.event.unit = alias.unit;
  if (!alias.scale.empty()) event.event.scale = std::strtod(alias.scale.c_str(), nullptr);
  for (const Term& inner : stands_for) {
    const auto format = std::find_if(pmu.terms.begin(), pmu.terms.end(), [&](const PmuTerm& one) {
      return same_letters(one.name, inner.name);
    });
    Bad failed = format == pmu.terms.end() ? set_setting(inner, event)
                                           : set_format(inner, *format, event.event.attr);
    if (failed) return failed;
  }
  return std::nullopt;
}

Bad set_term(const Term& term, const Pmu* pmu, const std::vector<Term>& all, ParsedEvent& event) {
  if (pmu != nullptr) {
    for (const PmuTerm& format : pmu->terms) {
      if (same_letters(format.name, term.name)) return set_format(term, format, event.event.attr);
    }
    for (const PmuEvent& alias : pmu->events) {
      if (!term.has_value && same_letters(alias.name, term.name)) {
        return set_alias(term, alias, *pmu, all, event);
      }
    }
    if (term.name.size() > 1 && term.name.front() == 'r' && !term.has_value) {
      if (const auto raw = number("0x" + term.name.substr(1))) {
        event.event.attr.config = *raw;
        return std::nullopt;
      }
    }
  }
  const bool known = std::find(settings.begin(), settings.end(), term.name) != settings.end();
  return known ? set_setting(term, event) : unknown(term, pmu);
}

}  // namespace

std::vector<Term> split_terms(std::string_view text, std::size_t column) {
  std::vector<Term> terms;
  for (std::size_t at = 0; at <= text.size();) {
    bool quoted = false;
    std::size_t end = at;
    for (; end < text.size() && (quoted || text[end] != ','); ++end) {
      if (text[end] == '\'') quoted = !quoted;
    }
    std::string_view part = text.substr(at, end - at);
    Term term;
    while (!part.empty() && part.front() == ' ') {
      part.remove_prefix(1);
      ++at;
    }
    term.column = column + at;
    const std::size_t equals = part.find('=');
    term.name = part.substr(0, equals);
    term.has_value = equals != std::string_view::npos;
    if (term.has_value) term.value = part.substr(equals + 1);
    std::erase(term.value, '\'');
    if (!part.empty()) terms.push_back(std::move(term));
    at = end + 1;
  }
  return terms;
}

std::optional<BadTerm> apply_terms(const std::vector<Term>& terms, const Pmu* pmu,
                                   ParsedEvent& event) {
  for (const Term& term : terms) {
    if (auto failed = set_term(term, pmu, terms, event)) return failed;
  }
  return std::nullopt;
}

}  // namespace perf::live
