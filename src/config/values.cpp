#include "config/values.h"

#include <strings.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace perf::config {
namespace {

std::optional<std::int64_t> unit(const char* suffix) {
  if (*suffix == '\0') return 1;
  if (strcasecmp(suffix, "k") == 0) return std::int64_t{1} << 10;
  if (strcasecmp(suffix, "m") == 0) return std::int64_t{1} << 20;
  if (strcasecmp(suffix, "g") == 0) return std::int64_t{1} << 30;
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> to_int(std::string_view value) {
  const std::string text(value);
  char* end = nullptr;
  errno = 0;
  const std::int64_t number = std::strtoll(text.c_str(), &end, 0);
  if (end == text.c_str() || errno != 0) return std::nullopt;
  const auto factor = unit(end);
  std::int64_t result = 0;
  if (!factor || __builtin_mul_overflow(number, *factor, &result)) return std::nullopt;
  return result;
}

std::optional<bool> to_bool(std::string_view value) {
  const std::string text(value);
  if (text.empty()) return false;
  for (const char* word : {"true", "yes", "on"}) {
    if (strcasecmp(text.c_str(), word) == 0) return true;
  }
  for (const char* word : {"false", "no", "off"}) {
    if (strcasecmp(text.c_str(), word) == 0) return false;
  }
  const auto number = to_int(value);
  return number ? std::optional(*number != 0) : std::nullopt;
}

}  // namespace perf::config
