#include "live/event_terms.h"

namespace perf::live {
namespace {

// They may be applied to thousands of events.
constexpr std::size_t most = 256;

Piece unquoted(Piece value) {
  const bool is_quoted =
      value.text.size() > 1 && value.text.starts_with('\'') && value.text.ends_with('\'');
  return is_quoted ? value.from(1).until(value.text.size() - 2) : value;
}

Failure split_term(Piece text, std::vector<Term>& terms) {
  text = trimmed(text);
  const std::size_t equals = text.text.find('=');
  Term term{trimmed(text.until(equals)), {}};
  if (term.name.text.empty()) return failure(text, "a term has no name");
  if (equals != std::string_view::npos) {
    term.value = unquoted(trimmed(text.from(equals + 1)));
    if (term.value->text.empty()) {
      return failure(*term.value, "the term " + quoted(term.name.text) + " has no value after '='");
    }
  }
  terms.push_back(term);
  return {};
}

}  // namespace

std::size_t find_unquoted(std::string_view text, char sign) {
  bool inside = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\'') inside = !inside;
    if (text[at] == sign && !inside) return at;
  }
  return std::string_view::npos;
}

Failure split_terms(Piece text, std::vector<Term>& terms) {
  if (trimmed(text).text.empty()) return {};
  while (terms.size() < most) {
    const std::size_t comma = find_unquoted(text.text, ',');
    if (auto failed = split_term(text.until(comma), terms)) return failed;
    if (comma == std::string_view::npos) return {};
    text = text.from(comma + 1);
  }
  return failure(text, "an event has at most " + std::to_string(most) + " terms");
}

Failure number_of(const Term& term, std::uint64_t& value) {
  if (!term.value) return failure(term.name, quoted(term.name.text) + " needs a value");
  return number_or_one(term, value);
}

Failure number_or_one(const Term& term, std::uint64_t& value) {
  const auto parsed = term.value ? number(term.value->text) : 1;
  if (!parsed) return failure(*term.value, quoted(term.value->text) + " is no number");
  value = *parsed;
  return {};
}

}  // namespace perf::live
