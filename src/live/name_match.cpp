#include "live/name_match.h"

#include <algorithm>

namespace perf::live {
namespace {

constexpr std::size_t none = std::string_view::npos;

// The end of the class that begins with "[" at the front, none if it is not closed: a "]" right
// after "[" or "[!" is one of its members.
std::size_t end_of_class(std::string_view pattern) {
  const std::size_t first = pattern.substr(1).starts_with('!') ? 2 : 1;
  return pattern.find(']', first + 1);
}

bool in_class(std::string_view members, char letter) {
  const bool inverted = members.starts_with('!');
  if (inverted) members.remove_prefix(1);
  bool found = false;
  while (!members.empty() && !found) {
    const bool range = members.size() > 2 && members[1] == '-';
    found = range ? members[0] <= letter && letter <= members[2] : members[0] == letter;
    members.remove_prefix(range ? 3 : 1);
  }
  return found != inverted;
}

// How much of the pattern stands for this one letter, 0: it does not match.
std::size_t matched_by(std::string_view pattern, char letter) {
  if (pattern.empty()) return 0;
  const std::size_t end = pattern.front() == '[' ? end_of_class(pattern) : none;
  if (end != none) return in_class(pattern.substr(1, end - 1), letter) ? end + 1 : 0;
  return pattern.front() == '?' || pattern.front() == letter ? 1 : 0;
}

}  // namespace

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lower(std::string_view name) {
  std::string lowered(name);
  for (char& letter : lowered) letter = lower(letter);
  return lowered;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool is_pattern(std::string_view name) {
  return name.find_first_of("*?[") != none;
}

bool matches(std::string_view pattern, std::string_view name) {
  std::size_t at = 0;
  std::size_t letter = 0;
  // Only the last star needs to be tried again: what the earlier ones took can stay.
  std::size_t star = none;
  std::size_t taken = 0;
  while (letter < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = letter;
    } else if (const auto length = matched_by(pattern.substr(at), name[letter]); length != 0) {
      at += length;
      ++letter;
    } else if (star != none) {
      at = star + 1;
      letter = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == none;
}

}  // namespace perf::live
