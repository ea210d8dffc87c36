#include "live/pmus.h"

#include <charconv>

#include "live/system_files.h"

namespace perf::live {
namespace {

// What stands beside an event's file to tell more of it.
bool is_property(const std::string& name) {
  for (const char* suffix : {".unit", ".scale", ".per-pkg", ".snapshot"}) {
    if (name.ends_with(suffix)) return true;
  }
  return false;
}

std::vector<PmuTerm> terms_of(const std::string& directory) {
  std::vector<PmuTerm> terms;
  for (const std::string& name : entries(directory)) {
    if (auto bits = read_text(directory + "/" + name)) terms.push_back({name, std::move(*bits)});
  }
  return terms;
}

std::vector<PmuEvent> events_of(const std::string& directory) {
  std::vector<PmuEvent> events;
  for (const std::string& name : entries(directory)) {
    const std::string path = directory + "/" + name;
    auto terms = is_property(name) ? std::nullopt : read_text(path);
    if (!terms) continue;
    events.push_back({name, std::move(*terms), read_text(path + ".unit").value_or(""),
                      read_text(path + ".scale").value_or("")});
  }
  return events;
}

}  // namespace

std::vector<Pmu> pmus(const std::string& devices) {
  std::vector<Pmu> list;
  for (const std::string& name : entries(devices)) {
    const std::string path = devices + "/" + name;
    const auto type = read_text(path + "/type");
    if (!type) continue;
    Pmu pmu;
    pmu.name = name;
    const auto parsed = std::from_chars(type->data(), type->data() + type->size(), pmu.type);
    if (parsed.ec != std::errc()) continue;
    // Units of some CPUs only have a list of all of these, those of a package one of each.
    const auto cpus = read_text(path + "/cpus");
    pmu.cpus = cpus ? *cpus : read_text(path + "/cpumask").value_or("");
    pmu.terms = terms_of(path + "/format");
    pmu.events = events_of(path + "/events");
    list.push_back(std::move(pmu));
  }
  return list;
}

}  // namespace perf::live
