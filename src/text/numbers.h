// Numbers as printf would write them, without printf: reports hold millions.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

namespace perf::text {

// "%*.2f%%"
inline void append_percent(std::string& out, double percent, std::size_t width) {
  char text[64];
  const auto end =
      std::to_chars(text, text + sizeof text, percent, std::chars_format::fixed, 2).ptr;
  const auto size = static_cast<std::size_t>(end - text);
  if (size < width) out.append(width - size, ' ');
  out.append(text, size);
  out += '%';
}

// "%*llu"
inline void append_number(std::string& out, std::uint64_t value, std::size_t width = 0) {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  const auto size = static_cast<std::size_t>(end - text);
  if (size < width) out.append(width - size, ' ');
  out.append(text, size);
}

// "%*llx", padded with `fill`
inline void append_hex(std::string& out, std::uint64_t value, std::size_t width = 0,
                       char fill = ' ') {
  char text[24];
  const auto end = std::to_chars(text, text + sizeof text, value, 16).ptr;
  const auto size = static_cast<std::size_t>(end - text);
  if (size < width) out.append(width - size, fill);
  out.append(text, size);
}

// Text in a column: padded to the width.
inline void append_padded(std::string& out, std::string_view text, std::size_t width) {
  out += text;
  if (text.size() < width) out.append(width - text.size(), ' ');
}

// The same at the right of a column.
inline void append_right(std::string& out, std::string_view text, std::size_t width) {
  if (text.size() < width) out.append(width - text.size(), ' ');
  out += text;
}

}  // namespace perf::text
