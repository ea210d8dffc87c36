#include "config/parser.h"

#include <cstddef>
#include <optional>

namespace perf::config {
namespace {

constexpr std::size_t max_name = 255;
constexpr std::size_t max_value = 1022;
constexpr std::size_t max_section = 128;

// The C locale's classes, whatever locale the program runs in.
bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_key(char c) {
  return is_alpha(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}
char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The characters of the file: CR LF is one line end, and the end of the file reads as one too.
class Characters {
 public:
  explicit Characters(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return ended_; }
  [[nodiscard]] std::size_t line() const { return line_; }

  char next() {
    if (position_ >= text_.size()) {
      ended_ = true;
      return '\n';
    }
    if (text_.substr(position_, 2) == "\r\n") ++position_;
    const char c = text_[position_++];
    if (c == '\n') ++line_;
    return c;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  bool ended_ = false;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : in_(text) {}

  Parsed run() {
    Parsed parsed;
    for (;;) {
      const char c = in_.next();
      if (in_.at_end()) return parsed;
      if (is_space(c)) continue;
      const std::size_t line = in_.line();
      if (!statement(c, parsed.items)) {
        parsed.error = {base::Code::bad_config, base::no_offset, line};
        return parsed;
      }
    }
  }

 private:
  bool statement(char c, std::vector<Item>& items) {
    if (c == '#' || c == ';') {
      while (in_.next() != '\n') {
      }
      return true;
    }
    if (c == '[') return section();
    return is_alpha(c) && assignment(c, items);
  }

  // [name] or [name "subsection"], the name in lower case, the subsection as it stands.
  bool section() {
    section_.clear();
    for (;;) {
      const char c = in_.next();
      if (in_.at_end()) return false;
      if (c == ']') return !section_.empty();
      if (is_space(c)) return subsection(c);
      if ((!is_key(c) && c != '.') || section_.size() > max_section) return false;
      section_ += to_lower(c);
    }
  }

  bool subsection(char c) {
    for (; is_space(c); c = in_.next()) {
      if (c == '\n') return false;
    }
    if (c != '"') return false;
    section_ += '.';
    for (c = in_.next(); c != '"'; c = in_.next()) {
      if (c == '\\') c = in_.next();
      if (c == '\n' || section_.size() > max_section) return false;
      section_ += c;
    }
    return in_.next() == ']';
  }

  // perf writes the key's first letter in lower case and leaves the others as they are.
  bool assignment(char first, std::vector<Item>& items) {
    std::string name = section_.empty() ? std::string() : section_ + '.';
    name += to_lower(first);
    char c = in_.next();
    for (; is_key(c); c = in_.next()) {
      if (name.size() >= max_name) return false;
      name += c;
    }
    while (c == ' ' || c == '\t') c = in_.next();
    if (c == '\n') {
      items.push_back({std::move(name), "true"});
      return true;
    }
    if (c != '=') return false;
    auto text = value();
    if (!text) return false;
    items.push_back({std::move(name), std::move(*text)});
    return true;
  }

  // Runs of white space become one blank, at the ends none, unless quoted.
  std::optional<std::string> value() {
    std::string text;
    bool quoted = false;
    bool blank = false;
    while (text.size() <= max_value) {
      char c = in_.next();
      if (c == '\n') return quoted ? std::nullopt : std::optional(std::move(text));
      if (!quoted && is_space(c)) {
        blank = true;
        continue;
      }
      if (!quoted && (c == '#' || c == ';')) {
        while (in_.next() != '\n') {
        }
        return text;
      }
      if (blank && !text.empty()) text += ' ';
      blank = false;
      if (c == '"') {
        quoted = !quoted;
        continue;
      }
      if (c == '\\') {
        c = in_.next();
        if (c == '\n') continue;
        const auto escaped = escape(c);
        if (!escaped) return std::nullopt;
        c = *escaped;
      }
      text += c;
    }
    return std::nullopt;
  }

  static std::optional<char> escape(char c) {
    switch (c) {
      case 't':
        return '\t';
      case 'b':
        return '\b';
      case 'n':
        return '\n';
      case '\\':
      case '"':
        return c;
      default:
        return std::nullopt;
    }
  }

  Characters in_;
  std::string section_;
};

}  // namespace

Parsed parse_items(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return Parser(text).run();
}

}  // namespace perf::config
