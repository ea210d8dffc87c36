// A piece of an event string that knows its column, and the failure that a piece can be. It knows
// no grammar.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "live/event_string.h"

namespace perf::live {

// Borrowed from the whole text, which outlives it.
struct Piece {
  std::string_view text;
  std::size_t column = 0;

  // Both take a place up to the end, and npos for the end.
  [[nodiscard]] Piece until(std::size_t at) const { return {text.substr(0, at), column}; }
  [[nodiscard]] Piece from(std::size_t at) const {
    at = std::min(at, text.size());
    return {text.substr(at), column + at};
  }
  // What follows the first `sign`; empty, at the end, without one.
  [[nodiscard]] Piece after(char sign) const;
};

// Without the white space around it.
Piece trimmed(Piece piece);

// Nothing: all is well.
using Failure = std::optional<EventStringError>;

Failure failure(Piece about, std::string sentence);

// At least so many bytes of the text, if it has them, that do not end within a character of UTF-8.
std::string_view beginning(std::string_view text, std::size_t least);

// 'text', shortened if it is long.
std::string quoted(std::string_view text);

// "a, b, c"
std::string listed(std::span<const std::string_view> words);

// Decimal, or hexadecimal with 0x; a leading 0 makes nothing octal, as in perf.
std::optional<std::uint64_t> number(std::string_view text);

// The hexadecimal digits of "r1a8" or "r0x1a8", as perf-list(1) has raw events.
std::optional<std::uint64_t> raw_number(std::string_view text);

}  // namespace perf::live
