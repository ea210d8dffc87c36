#include "api/settings.h"

namespace perf::api {

void set_all(const ReportNames& settings, const Setters& setters) {
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    const std::string name = setting.substr(0, equals);
    const auto setter = setters.find(name);
    if (setter == setters.end() || equals == std::string::npos) {
      refuse("there is no setting called '" + name + "'");
    }
    setter->second(setting.substr(equals + 1));
  }
}

void refuse(const std::string& what) {
  throw std::invalid_argument(what);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end != 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return parts;
}

Setter truth(bool& value) {
  return [&value](const std::string& text) { value = text == "1"; };
}

int zstd_level(std::string_view text) {
  const int value = number<int>(text);
  if (value < 0 || value > 22) refuse("zstd has levels from 1 to 22, not " + std::string(text));
  return value;
}

}  // namespace perf::api
