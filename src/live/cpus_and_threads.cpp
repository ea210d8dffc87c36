#include "live/cpus_and_threads.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <set>

#include "live/system_files.h"

namespace perf::live {
namespace {

constexpr int most_cpus = 1 << 16;

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// The names in a directory that are numbers.
std::vector<int> numbers_in(const std::filesystem::path& directory) {
  std::vector<int> numbers;
  for (const std::string& name : entries(directory)) {
    if (const auto value = number(name)) numbers.push_back(*value);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace

std::optional<std::vector<int>> parse_cpus(std::string_view text) {
  std::vector<int> cpus;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    const std::size_t dash = part.find('-');
    const auto first = number(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
    if (!first || !last || *last < *first || *last >= most_cpus) return std::nullopt;
    for (int cpu = *first; cpu <= *last; ++cpu) cpus.push_back(cpu);
    more = comma != std::string_view::npos;
    if (more) text.remove_prefix(comma + 1);
    if (cpus.size() > most_cpus) return std::nullopt;
  }
  std::sort(cpus.begin(), cpus.end());
  if (std::adjacent_find(cpus.begin(), cpus.end()) != cpus.end()) return std::nullopt;
  return cpus;
}

std::vector<int> online_cpus() {
  const auto text = read_text("/sys/devices/system/cpu/online");
  return text ? parse_cpus(*text).value_or(std::vector<int>{}) : std::vector<int>{};
}

std::vector<int> threads_of(int pid) {
  return numbers_in("/proc/" + std::to_string(pid) + "/task");
}

std::vector<int> processes() {
  return numbers_in("/proc");
}

std::vector<int> processes_of(const std::vector<int>& threads) {
  std::set<int> found;
  for (const int thread : threads) {
    const auto status = read_text("/proc/" + std::to_string(thread) + "/status");
    const std::size_t at = status ? status->find("\nTgid:\t") : std::string::npos;
    if (at != std::string::npos) found.insert(std::atoi(status->c_str() + at + 7));
  }
  return {found.begin(), found.end()};
}

}  // namespace perf::live
