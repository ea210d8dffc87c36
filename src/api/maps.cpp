#include "api/maps.h"

#include <stdexcept>
#include <system_error>

#include "live/cpus_and_threads.h"

namespace perf::api {
namespace {

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

CpuMap::CpuMap(std::vector<int> cpus) : cpus_(std::move(cpus)) {}

CpuMap::CpuMap(const char* cpustr) {
  if (cpustr == nullptr) {
    cpus_ = live::online_cpus();
  } else if (*cpustr == '\0') {
    cpus_ = {live::any};
  } else {
    auto cpus = live::parse_cpus(cpustr);
    if (!cpus) throw std::invalid_argument("not a list of CPUs: '" + std::string(cpustr) + "'");
    cpus_ = std::move(*cpus);
  }
  if (cpus_.empty()) throw std::system_error(ENOENT, std::generic_category(), "no CPUs");
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

ThreadMap::ThreadMap(std::vector<int> threads) : threads_(std::move(threads)) {}

ThreadMap::ThreadMap(int pid, int tid) {
  if (tid != live::any || pid == live::any)
    threads_ = {tid};
  else
    threads_ = live::threads_of(pid);
  if (threads_.empty())
    throw std::system_error(ESRCH, std::generic_category(), "process " + std::to_string(pid));
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): SWIG sees a number in its place
ThreadMap thread_list(Numbers tids) {
  if (tids.empty()) throw std::invalid_argument("there are no threads in the list");
  return ThreadMap(std::vector<int>(tids.begin(), tids.end()));
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
