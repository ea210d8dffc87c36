#include "api/row_filters.h"

#include <regex.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "api/settings.h"
#include "report/groups.h"

namespace perf::api {
namespace {

using std::ranges::any_of;

// What stands for a letter behind a backslash, as users of other expressions write it; empty: that
// letter as it is for POSIX. Inside brackets it has no brackets of its own.
std::string_view class_of(char letter, bool inside) {
  switch (letter) {
    case 'd':
      return inside ? "0-9" : "[0-9]";
    case 'D':
      return inside ? "" : "[^0-9]";
    case 'w':
      return inside ? "[:alnum:]_" : "";
    case 's':
      return inside ? "[:space:]" : "";
    default:
      return "";
  }
}

// An expression as POSIX writes it.
std::string posix(const std::string& text) {
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (letter == '\\' && i + 1 < text.size()) {
      const std::string_view known = class_of(text[++i], inside);
      if (known.empty() && !inside) out += '\\';
      out += known.empty() ? std::string_view(&text[i], 1) : known;
      continue;
    }
    if (!inside && text.compare(i, 2, "(?") == 0) {
      if (text.compare(i, 3, "(?:") != 0) {
        throw std::invalid_argument("regular expression " + text + ": (? is known with : alone");
      }
      i += 2;
    }
    if (letter == '[' && !inside) {
      inside = true;
      out += letter;
      if (text.compare(i + 1, 1, "^") == 0) out += text[++i];
      if (text.compare(i + 1, 1, "]") == 0) out += text[++i];
      continue;
    }
    if (letter == ']') inside = false;
    out += letter;
  }
  return out;
}

// An extended expression; with (?i) before it or without capitals it ignores case. One of mere
// letters is looked for without the machinery of expressions, which takes ten times longer.
class Pattern {
 public:
  explicit Pattern(const std::string& given)
      : text_(given.starts_with(no_case) ? given.substr(no_case.size()) : given),
        lower_(text_.size() != given.size() || !has_capitals(text_)),
        literal_(text_.find_first_of(".[]{}()*+?|^$\\") == std::string::npos) {
    const std::string text = posix(text_);
    const int status =
        ::regcomp(&pattern_, text.c_str(), REG_EXTENDED | REG_NOSUB | (lower_ ? REG_ICASE : 0));
    if (status == 0) return;
    char why[128];
    ::regerror(status, &pattern_, why, sizeof why);
    throw std::invalid_argument("regular expression " + given + ": " + why);
  }
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  ~Pattern() { ::regfree(&pattern_); }

  [[nodiscard]] bool matches(const std::string& text) const {
    if (!literal_) return ::regexec(&pattern_, text.c_str(), 0, nullptr, 0) == 0;
    return (lower_ ? ::strcasestr(text.c_str(), text_.c_str())
                   : std::strstr(text.c_str(), text_.c_str())) != nullptr;
  }

 private:
  static constexpr std::string_view no_case = "(?i)";

  // Behind a backslash a capital is none.
  static bool has_capitals(const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] >= 'A' && text[i] <= 'Z')
        return true;
    }
    return false;
  }

  std::string text_;
  bool lower_, literal_;
  regex_t pattern_{};
};

// Whether nothing but a name can match: it must have a letter that no address ("0x12ab") has.
bool asks_for_name(const std::string& pattern) {
  if (pattern.find_first_of("|([\\") != std::string::npos) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const auto letter = static_cast<unsigned char>(pattern[i]);
    const bool optional = i + 1 < pattern.size() && std::strchr("*?{", pattern[i + 1]) != nullptr;
    const bool in_address = letter == 'x' || letter == 'X' || std::isxdigit(letter) != 0;
    const bool of_name = letter == '_' || (std::isalpha(letter) != 0 && !in_address);
    if (of_name && !optional) return true;
  }
  return false;
}

// The names under which a filter knows a task and a sampled frame.
bool task_is(const machine::Machine& machine, const report::Task& task, const std::string& field,
             const std::string& text) {
  if (field == "comm") return report::comm_of(machine, task) == text;
  if (field == "cgroup") return report::cgroup_of(machine, task) == text;
  return std::to_string(static_cast<int>(field == "pid" ? task.tid : task.pid)) ==
         text.substr(0, text.find(':'));
}

bool leaf_is(const machine::Machine& machine, const report::Frame& leaf, const std::string& field,
             const std::string& text) {
  if (field == "dso") return report::is_object(machine, leaf, text);
  if (field == "sym") return report::symbol_of(machine, leaf) == text;
  return (report::level_of(leaf) == 'k') == (text == "kernel");
}

// "003", "-01" when it is unknown: as rows have it.
std::uint16_t cpu_of(const std::string& text) {
  return text.starts_with('-') ? report::no_cpu : number<std::uint16_t>(text);
}

// Puts a condition beside those that a function tests already.
template <class Value>
void add(std::function<bool(Value)>& test, std::function<bool(Value)> more) {
  if (!test) {
    test = std::move(more);
    return;
  }
  test = [first = std::move(test), more = std::move(more)](Value value) {
    return first(value) && more(value);
  };
}

// "+dso=libc.so.6"
void add_filter(report::RowFilter& filter, const machine::Machine& machine,
                const std::string& given) {
  const std::size_t equals = given.find('=');
  if (equals == std::string::npos || (given[0] != '+' && given[0] != '-')) {
    throw std::invalid_argument("not a filter: " + given);
  }
  const bool wanted = given[0] == '+';
  std::string field = given.substr(1, equals - 1);
  const std::string text = given.substr(equals + 1);
  std::vector<std::string> texts{text};
  if (field.ends_with('s') && field != "frames") {
    field.pop_back();
    texts = split(text, ',');
  }
  if (field == "frames") {
    const auto pattern = std::make_shared<Pattern>(text);
    filter.frames.push_back(
        {[&machine, pattern, names = asks_for_name(text)](const report::Frame& frame) {
           if (names && frame.symbol == base::no_index) return false;
           return pattern->matches(report::label_of(machine, frame));
         },
         wanted});
  } else if (field == "comm" || field == "pid" || field == "tgid" || field == "cgroup") {
    add<const report::Task&>(filter.task, [=, &machine](const report::Task& task) {
      return any_of(texts, [&](const auto& one) { return task_is(machine, task, field, one); }) ==
             wanted;
    });
  } else if (field == "cpu") {
    std::vector<std::uint16_t> cpus;
    std::ranges::transform(texts, std::back_inserter(cpus), cpu_of);
    add<std::uint16_t>(filter.cpu, [=](std::uint16_t cpu) {
      return any_of(cpus, [cpu](std::uint16_t one) { return one == cpu; }) == wanted;
    });
  } else if (field == "dso" || field == "sym" || field == "level") {
    add<const report::Frame&>(filter.leaf, [=, &machine](const report::Frame& leaf) {
      return any_of(texts, [&](const auto& one) { return leaf_is(machine, leaf, field, one); }) ==
             wanted;
    });
  } else {
    throw std::invalid_argument("no filter is called '" + field + "'");
  }
}

}  // namespace

report::RowFilter row_filter(const machine::Machine& machine, const ReportNames& given) {
  report::RowFilter filter;
  for (const std::string& one : given) add_filter(filter, machine, one);
  return filter;
}

}  // namespace perf::api
