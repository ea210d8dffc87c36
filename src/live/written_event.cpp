#include "live/written_event.h"

#include "live/breakpoint_event.h"
#include "live/event_terms.h"

namespace perf::live {
namespace {

constexpr std::string_view signs = ",{}/";

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

// Where the head ends. The slash before a breakpoint's length begins no terms.
std::size_t end_of_head(std::string_view text) {
  const std::size_t end = text.find_first_of(signs);
  const std::string_view next = text.substr(std::min(end, text.size()));
  const bool length = next.size() > 1 && next[0] == '/' && is_digit(next[1]);
  if (!length || !text.starts_with(breakpoint_prefix)) return end;
  return text.find_first_of(signs, end + 1);
}

// Takes "/TERMS/" off the front, where the first slash is.
Failure take_terms(Piece& rest, Piece& terms) {
  const Piece inside = rest.from(1);
  const std::size_t end = find_unquoted(inside.text, '/');
  if (end == std::string_view::npos) {
    return failure(rest, "the terms that begin with this '/' have no '/' at their end");
  }
  terms = inside.until(end);
  rest = inside.from(end + 1);
  return {};
}

}  // namespace

Failure take_event(Piece& rest, WrittenEvent& event) {
  rest = trimmed(rest);
  const Piece start = rest;
  const std::size_t end = end_of_head(rest.text);
  event.head = trimmed(rest.until(end));
  rest = rest.from(end);
  if (rest.text.starts_with('/')) {
    if (auto failed = take_terms(rest, event.terms.emplace())) return failed;
  }
  const std::size_t next = rest.text.find_first_of(signs);
  event.tail = trimmed(rest.until(next));
  rest = rest.from(next);
  event.whole = trimmed(start.until(rest.column - start.column));
  return {};
}

}  // namespace perf::live
