// What the lines of repr() are put together with. SWIG does not read this header.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace perf::api {

// Of numbers, whose texts all fit.
template <class... Values>
std::string format(const char* form, Values... values) {
  char text[256];
  const int size = std::snprintf(text, sizeof text, form, values...);
  return {text, static_cast<std::size_t>(size)};
}

inline std::string named(std::string text, std::string_view name) {
  text += name;
  return text + " }";
}

}  // namespace perf::api
