#include "file/directory.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <utility>

namespace perf::file {
namespace {

constexpr std::string_view part_prefix = "data.";

}  // namespace

bool is_directory(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

std::vector<std::string> directory_parts(const std::string& directory) {
  std::vector<std::pair<std::uint32_t, std::string>> numbered;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(part_prefix)) continue;
    std::uint32_t number = 0;
    const char* last = name.data() + name.size();
    const auto parsed = std::from_chars(name.data() + part_prefix.size(), last, number);
    if (parsed.ec == std::errc() && parsed.ptr == last) {
      numbered.emplace_back(number, entry->path().string());
    }
  }
  std::sort(numbered.begin(), numbered.end());
  std::vector<std::string> paths;
  paths.reserve(numbered.size());
  for (auto& [number, path] : numbered) paths.push_back(std::move(path));
  return paths;
}

}  // namespace perf::file
