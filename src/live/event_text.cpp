#include "live/event_text.h"

#include <charconv>

namespace perf::live {
namespace {

constexpr std::string_view white_space = " \t\r\n";

std::optional<std::uint64_t> number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value, base);
  if (parsed.ec != std::errc() || parsed.ptr != end) return {};
  return value;
}

bool has_hex_prefix(std::string_view text) {
  return text.starts_with("0x") || text.starts_with("0X");
}

}  // namespace

Piece Piece::after(char sign) const {
  const std::size_t at = text.find(sign);
  return from(at == std::string_view::npos ? at : at + 1);
}

Piece trimmed(Piece piece) {
  piece = piece.from(piece.text.find_first_not_of(white_space));
  return piece.until(piece.text.find_last_not_of(white_space) + 1);
}

Failure failure(Piece about, std::string sentence) {
  return EventStringError{about.column, std::move(sentence)};
}

std::string_view beginning(std::string_view text, std::size_t least) {
  constexpr std::size_t longest_character = 4;
  const std::string_view most = text.substr(0, least + longest_character - 1);
  std::size_t end = std::min(least, most.size());
  while (end < most.size() && (static_cast<unsigned char>(most[end]) & 0xc0U) == 0x80) ++end;
  return text.substr(0, end);
}

std::string quoted(std::string_view text) {
  const std::string_view shown = beginning(text, 80);
  std::string quote(1, '\'');
  quote += shown;
  return quote + (shown.size() < text.size() ? "…'" : "'");
}

std::string listed(std::span<const std::string_view> words) {
  std::string list;
  for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

std::optional<std::uint64_t> number(std::string_view text) {
  if (has_hex_prefix(text)) return number(text.substr(2), 16);
  return number(text, 10);
}

std::optional<std::uint64_t> raw_number(std::string_view text) {
  if (!text.starts_with('r') && !text.starts_with('R')) return {};
  text.remove_prefix(1);
  return number(has_hex_prefix(text) ? text.substr(2) : text, 16);
}

}  // namespace perf::live
