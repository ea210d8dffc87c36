#include "api/maps.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace perf::api {
namespace {

constexpr int most_cpus = 1 << 16;

int number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value >= most_cpus) {
    throw std::invalid_argument("not a CPU number: '" + std::string(text) + "'");
  }
  return value;
}

// "0-3,5"
std::vector<int> parse_list(std::string_view text) {
  std::vector<int> cpus;
  for (;;) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    const std::size_t dash = part.find('-');
    const int first = number(part.substr(0, dash));
    const int last = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
    for (int cpu = first; cpu <= last; ++cpu) cpus.push_back(cpu);
    if (last < first)
      throw std::invalid_argument("not a range of CPUs: '" + std::string(part) + "'");
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  std::sort(cpus.begin(), cpus.end());
  if (std::adjacent_find(cpus.begin(), cpus.end()) != cpus.end()) {
    throw std::invalid_argument("a CPU is named twice");
  }
  return cpus;
}

std::vector<int> online_cpus() {
  std::ifstream file("/sys/devices/system/cpu/online");
  std::string line;
  if (!std::getline(file, line)) throw std::system_error(errno, std::generic_category(), "no CPUs");
  return parse_list(line);
}

std::vector<int> threads_of(int pid) {
  std::vector<int> threads;
  std::error_code error;
  const std::string folder = "/proc/" + std::to_string(pid) + "/task";
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    threads.push_back(std::stoi(entry.path().filename().string()));
  }
  if (error)
    throw std::system_error(ESRCH, std::generic_category(), "process " + std::to_string(pid));
  std::sort(threads.begin(), threads.end());
  return threads;
}

int checked(const std::vector<int>& list, std::ptrdiff_t index) {
  if (index < 0 || static_cast<std::size_t>(index) >= list.size()) {
    throw std::out_of_range("Index out of range");
  }
  return list[static_cast<std::size_t>(index)];
}

std::string text_of(const char* name, const std::vector<int>& list) {
  std::string text = std::string(name) + "([";
  for (const int item : list) {
    if (text.back() != '[') text += ", ";
    text += std::to_string(item);
  }
  return text + "])";
}

}  // namespace

CpuMap::CpuMap(const char* cpustr) {
  if (cpustr == nullptr)
    cpus_ = online_cpus();
  else if (*cpustr == '\0')
    cpus_ = {-1};
  else
    cpus_ = parse_list(cpustr);
}

std::size_t CpuMap::size() const {
  return cpus_.size();
}
int CpuMap::at(std::ptrdiff_t index) const {
  return checked(cpus_, index);
}
std::string CpuMap::repr() const {
  return text_of("cpu_map", cpus_);
}

ThreadMap::ThreadMap(int pid, int tid) {
  if (tid != -1 || pid == -1)
    threads_ = {tid};
  else
    threads_ = threads_of(pid);
}

std::size_t ThreadMap::size() const {
  return threads_.size();
}
int ThreadMap::at(std::ptrdiff_t index) const {
  return checked(threads_, index);
}
std::string ThreadMap::repr() const {
  return text_of("thread_map", threads_);
}

}  // namespace perf::api
