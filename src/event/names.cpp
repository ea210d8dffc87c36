// The names of events that no one named, as perf spells them
// (tools/perf/Documentation/perf-list.txt).
#include <array>
#include <cstdio>
#include <utility>

#include "event/abi.h"
#include "event/event_set.h"

namespace perf::event {
namespace {

constexpr std::array<const char*, 10> hardware{"cycles",
                                               "instructions",
                                               "cache-references",
                                               "cache-misses",
                                               "branches",
                                               "branch-misses",
                                               "bus-cycles",
                                               "stalled-cycles-frontend",
                                               "stalled-cycles-backend",
                                               "ref-cycles"};
constexpr std::array<const char*, 12> software{
    "cpu-clock",        "task-clock",   "page-faults",  "context-switches",
    "cpu-migrations",   "minor-faults", "major-faults", "alignment-faults",
    "emulation-faults", "dummy",        "bpf-output",   "cgroup-switches"};
constexpr std::array<std::pair<const char*, const char*>, 7> aliases{
    {{"cpu-cycles", "cycles"},
     {"branch-instructions", "branches"},
     {"stalled-cycles-frontend", "idle-cycles-frontend"},
     {"stalled-cycles-backend", "idle-cycles-backend"},
     {"page-faults", "faults"},
     {"context-switches", "cs"},
     {"cpu-migrations", "migrations"}}};
constexpr std::array<const char*, 7> caches{"L1-dcache", "L1-icache", "LLC", "dTLB",
                                            "iTLB",      "branch",    "node"};
constexpr std::array<std::array<const char*, 2>, 3> cache_operations{
    {{"loads", "load-misses"}, {"stores", "store-misses"}, {"prefetches", "prefetch-misses"}}};

std::string cache_name(std::uint64_t config) {
  const std::uint64_t cache = config & 0xff;
  const std::uint64_t operation = (config >> 8) & 0xff;
  const std::uint64_t result = (config >> 16) & 0xff;
  if (cache >= caches.size() || operation >= cache_operations.size() || result > 1) {
    return "unknown-ext-hardware-cache-type";
  }
  return std::string(caches[cache]) + "-" + cache_operations[operation][result];
}

std::string raw_name(const char* format, std::uint64_t value) {
  char text[48];
  std::snprintf(text, sizeof text, format, static_cast<unsigned long long>(value));
  return text;
}

// The ":kuhpHG" suffix: the modes counted, when some are left out.
std::string modifiers(const Attr& attr) {
  std::string text;
  if (attr.has(Flag::exclude_user) || attr.has(Flag::exclude_kernel) ||
      attr.has(Flag::exclude_hv)) {
    if (!attr.has(Flag::exclude_kernel)) text += 'k';
    if (!attr.has(Flag::exclude_user)) text += 'u';
    if (!attr.has(Flag::exclude_hv)) text += 'h';
  }
  text.append(attr.precise_ip(), 'p');
  const bool guests_left_out = !text.empty();  // unless it is said that they are not
  if (attr.has(Flag::exclude_host) || attr.has(Flag::exclude_guest) == guests_left_out) {
    if (!attr.has(Flag::exclude_host)) text += 'H';
    if (!attr.has(Flag::exclude_guest)) text += 'G';
  }
  return text.empty() ? text : ":" + text;
}

std::string base_name(const Attr& attr) {
  switch (attr.type) {
    case type_hardware:
      return attr.config < hardware.size() ? hardware[attr.config] : "unknown-hardware";
    case type_software:
      return attr.config < software.size() ? software[attr.config] : "unknown-software";
    case type_hw_cache:
      return cache_name(attr.config);
    case type_raw:
      return raw_name("raw %#llx", attr.config);
    case type_tracepoint:
      return "unknown tracepoint";
    case type_breakpoint:
      return raw_name("mem:%#llx", attr.config1);
    default:
      return "unknown attr type: " + std::to_string(attr.type);
  }
}

}  // namespace

std::vector<NamedEvent> named_events() {
  std::vector<NamedEvent> events;
  const auto add = [&events](std::uint32_t type, std::uint64_t config, std::string name) {
    events.push_back({std::move(name), "", type, config});
  };
  for (std::uint64_t i = 0; i < hardware.size(); ++i) add(type_hardware, i, hardware[i]);
  for (std::uint64_t i = 0; i < software.size(); ++i) add(type_software, i, software[i]);
  for (std::uint64_t cache = 0; cache < caches.size(); ++cache) {
    for (std::uint64_t operation = 0; operation < cache_operations.size(); ++operation) {
      for (const std::uint64_t result : {0, 1}) {
        const std::uint64_t config = cache | operation << 8 | result << 16;
        add(type_hw_cache, config, cache_name(config));
      }
    }
  }
  for (NamedEvent& event : events) {
    for (const auto& [name, alias] : aliases) {
      if (event.name != name && event.name != alias) continue;
      event.name = name;
      event.alias = alias;
      break;
    }
  }
  return events;
}

std::string default_name(const Attr& attr) {
  const bool plain = attr.type == type_tracepoint || attr.type > type_breakpoint;
  return plain ? base_name(attr) : base_name(attr) + modifiers(attr);
}

}  // namespace perf::event
