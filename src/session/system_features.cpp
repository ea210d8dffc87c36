#include "session/system_features.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "live/cpus_and_threads.h"
#include "live/pmus.h"
#include "live/system_files.h"
#include "syscalls/syscalls.h"

namespace perf::session {
namespace {

using live::read_text;
using std::filesystem::path;

constexpr const char* devices = "/sys/devices/system";

std::uint32_t number_in(const path& file) {
  return static_cast<std::uint32_t>(std::atoi(read_text(file).value_or("0").c_str()));
}

// The numbers behind a prefix in the names of a directory, in order: 0 and 1 of "node0" and
// "node1".
std::vector<std::uint32_t> numbers_of(const path& folder, const std::string& prefix) {
  std::vector<std::uint32_t> numbers;
  for (const std::string& name : live::entries(folder)) {
    std::uint32_t number = 0;
    const char* end = name.data() + name.size();
    if (!name.starts_with(prefix)) continue;
    const auto parsed = std::from_chars(name.data() + prefix.size(), end, number);
    if (parsed.ec == std::errc() && parsed.ptr == end) numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// "name : value" of /proc/cpuinfo's first processor, or of /proc/meminfo.
std::string value_of(const std::string& text, const std::string& name) {
  const std::size_t at = ("\n" + text).find("\n" + name);
  if (at == std::string::npos) return {};
  const std::size_t colon = text.find(':', at);
  const std::size_t end = text.find('\n', at);
  if (colon == std::string::npos || colon > end) return {};
  const std::size_t begin = text.find_first_not_of(" \t", colon + 1);
  return begin >= end ? std::string() : text.substr(begin, end - begin);
}

// As perf writes it: "AuthenticAMD,25,17,1".
std::string cpuid_of(const std::string& cpuinfo) {
  const std::string vendor = value_of(cpuinfo, "vendor_id");
  if (vendor.empty()) return {};
  return vendor + "," + value_of(cpuinfo, "cpu family") + "," + value_of(cpuinfo, "model\t") + "," +
         value_of(cpuinfo, "stepping");
}

void add_once(std::vector<std::string>& list, const path& file) {
  auto text = read_text(file);
  if (text && std::find(list.begin(), list.end(), *text) == list.end()) {
    list.push_back(std::move(*text));
  }
}

file::CpuTopology topology_of(std::uint32_t cpus) {
  file::CpuTopology topology;
  topology.has_dies = true;
  for (std::uint32_t cpu = 0; cpu < cpus; ++cpu) {
    const path folder = path(devices) / "cpu" / ("cpu" + std::to_string(cpu)) / "topology";
    add_once(topology.cores, folder / "core_siblings_list");
    add_once(topology.dies, folder / "die_cpus_list");
    add_once(topology.threads, folder / "thread_siblings_list");
    topology.cpus.push_back({number_in(folder / "core_id"),
                             number_in(folder / "physical_package_id"),
                             number_in(folder / "die_id")});
  }
  return topology;
}

std::vector<file::NumaNode> numa_nodes() {
  std::vector<file::NumaNode> nodes;
  for (const std::uint32_t number : numbers_of(path(devices) / "node", "node")) {
    const path folder = path(devices) / "node" / ("node" + std::to_string(number));
    const auto memory = read_text(folder / "meminfo").value_or("");
    const auto kib = [&memory](const char* what) {
      const std::size_t at = memory.find(what);
      return at == std::string::npos
                 ? 0
                 : std::strtoull(memory.c_str() + memory.find(':', at) + 1, nullptr, 10);
    };
    nodes.push_back(
        {number, kib("MemTotal"), kib("MemFree"), read_text(folder / "cpulist").value_or("")});
  }
  return nodes;
}

// Bit n of each is memory block n, of memory_block_size bytes.
std::vector<file::MemoryNode> memory_nodes() {
  std::vector<file::MemoryNode> nodes;
  const path folder = path(devices) / "node";
  for (const std::uint32_t number : numbers_of(folder, "node")) {
    file::MemoryNode node{number, 0, 0, {}};
    for (const std::uint32_t block :
         numbers_of(folder / ("node" + std::to_string(number)), "memory")) {
      node.bits = std::max<std::uint64_t>(node.bits, block + 1);
      node.bitmap.resize((node.bits + 63) / 64);
      node.bitmap[block / 64] |= 1ULL << (block % 64);
      ++node.blocks;
    }
    if (node.blocks != 0) nodes.push_back(std::move(node));
  }
  return nodes;
}

void add_memory(file::Features& features) {
  const auto size = read_text(path(devices) / "memory" / "block_size_bytes");
  features.memory_nodes = memory_nodes();
  if (!size || features.memory_nodes.empty()) return;
  features.memory_block_size = std::strtoull(size->c_str(), nullptr, 16);
  features.note(file::feature_mem_topology);
}

// The CPU's own unit has a feature for itself, where it stands without its name.
void add_pmus(file::Features& features) {
  for (const live::Pmu& pmu : live::pmus()) {
    features.pmu_mappings.emplace_back(pmu.type, pmu.name);
    if (pmu.caps.empty()) continue;
    const bool own = pmu.name == "cpu";
    features.pmu_caps.push_back({own ? std::string() : pmu.name, pmu.caps});
    features.note(own ? file::feature_cpu_pmu_caps : file::feature_pmu_caps);
  }
}

// The text is what one level of one CPU's caches shares with others.
bool is_known(const std::vector<file::CacheLevel>& caches, const file::CacheLevel& cache) {
  return std::any_of(caches.begin(), caches.end(), [&](const file::CacheLevel& other) {
    return other.level == cache.level && other.type == cache.type && other.map == cache.map;
  });
}

std::vector<file::CacheLevel> caches_of(std::uint32_t cpus) {
  std::vector<file::CacheLevel> caches;
  for (std::uint32_t cpu = 0; cpu < cpus; ++cpu) {
    const path folder = path(devices) / "cpu" / ("cpu" + std::to_string(cpu)) / "cache";
    for (const std::string& name : live::entries(folder)) {
      const path index = folder / name;
      const auto type = read_text(index / "type");
      if (!type) continue;
      file::CacheLevel cache{number_in(index / "level"),
                             number_in(index / "coherency_line_size"),
                             number_in(index / "number_of_sets"),
                             number_in(index / "ways_of_associativity"),
                             *type,
                             read_text(index / "size").value_or(""),
                             read_text(index / "shared_cpu_list").value_or("")};
      if (!is_known(caches, cache)) caches.push_back(std::move(cache));
    }
  }
  std::stable_sort(caches.begin(), caches.end(),
                   [](const auto& a, const auto& b) { return a.level < b.level; });
  return caches;
}

}  // namespace

file::Features system_features() {
  file::Features features;
  utsname host{};
  if (::uname(&host) == 0) {
    features.hostname = host.nodename;
    features.osrelease = host.release;
    features.arch = host.machine;
  }
  features.nr_cpus_available = static_cast<std::uint32_t>(::get_nprocs_conf());
  features.nr_cpus_online = static_cast<std::uint32_t>(::get_nprocs());
  const std::string cpuinfo = read_text("/proc/cpuinfo").value_or("");
  features.cpudesc = value_of(cpuinfo, "model name");
  features.cpuid = cpuid_of(cpuinfo);
  const std::string memory = value_of(read_text("/proc/meminfo").value_or(""), "MemTotal");
  features.total_mem_kib = std::strtoull(memory.c_str(), nullptr, 10);
  features.cpu_topology = topology_of(features.nr_cpus_available);
  features.numa = numa_nodes();
  add_memory(features);
  add_pmus(features);
  features.caches = caches_of(features.nr_cpus_available);
  features.e_machine = syscalls::host_machine();
  for (const unsigned number :
       {file::feature_hostname, file::feature_osrelease, file::feature_arch, file::feature_nrcpus,
        file::feature_cpudesc, file::feature_cpuid, file::feature_total_mem,
        file::feature_cpu_topology, file::feature_numa_topology, file::feature_pmu_mappings,
        file::feature_cache}) {
    features.note(number);
  }
  return features;
}

}  // namespace perf::session
