// Settings as texts "name=value", and what turns their values into numbers, lists and choices.
// SWIG does not read this header.
#pragma once

#include <charconv>
#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>

#include "api/report_rows.h"

namespace perf::api {

using Setter = std::function<void(const std::string& value)>;
using Setters = std::map<std::string, Setter, std::less<>>;

// Calls the setter of each; std::invalid_argument for one that there is none for.
void set_all(const ReportNames& settings, const Setters& setters);

// The rest throw std::invalid_argument with a sentence when a value is not what it should be.
[[noreturn]] void refuse(const std::string& what);

std::vector<std::string> split(std::string_view text, char separator);

template <class Number>
Number number(std::string_view text) {
  Number value{};
  const auto end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || at != end) refuse("'" + std::string(text) + "' is not a number");
  return value;
}

// A list of numbers with commas between them.
template <class Number>
std::vector<Number> numbers(std::string_view text) {
  std::vector<Number> list;
  for (const std::string& part : split(text, ',')) {
    list.push_back(static_cast<Number>(number<std::int64_t>(part)));
  }
  return list;
}

template <class Value>
Value one_of(const std::string& text, const std::map<std::string, Value>& values) {
  const auto found = values.find(text);
  if (found == values.end()) refuse("'" + text + "' is not a choice here");
  return found->second;
}

// A setter of a bool: "1" is true, all else false.
Setter truth(bool& value);

// A level of zstd, 0 for none.
int zstd_level(std::string_view text);

}  // namespace perf::api
