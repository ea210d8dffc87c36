#include "live/pmus.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "live/system_files.h"

namespace perf::live {
namespace {

using std::filesystem::path;

constexpr std::array<std::string_view, 4> properties{".unit", ".scale", ".per-pkg", ".snapshot"};

// What stands beside an event's file to tell more of it.
bool is_property(std::string_view name) {
  return std::any_of(properties.begin(), properties.end(),
                     [&](std::string_view suffix) { return name.ends_with(suffix); });
}

std::string property(path event, const char* suffix) {
  return read_text(event += suffix).value_or("");
}

// The files of a directory, by name.
std::vector<std::pair<std::string, std::string>> texts_in(const path& directory) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const std::string& name : entries(directory)) {
    if (auto text = read_text(directory / name)) texts.emplace_back(name, std::move(*text));
  }
  return texts;
}

std::vector<PmuTerm> terms_of(const path& directory) {
  std::vector<PmuTerm> terms;
  for (auto& [name, bits] : texts_in(directory)) terms.push_back({name, std::move(bits)});
  return terms;
}

std::vector<PmuEvent> events_of(const path& directory) {
  std::vector<PmuEvent> events;
  for (const std::string& name : entries(directory)) {
    const path file = directory / name;
    auto terms = is_property(name) ? std::nullopt : read_text(file);
    if (!terms) continue;
    events.push_back({name, std::move(*terms), property(file, ".unit"), property(file, ".scale")});
  }
  return events;
}

}  // namespace

std::vector<Pmu> pmus(const std::string& devices) {
  std::vector<Pmu> list;
  for (const std::string& name : entries(devices)) {
    const path device = path(devices) / name;
    const auto type = read_text(device / "type");
    if (!type) continue;
    Pmu pmu;
    pmu.name = name;
    const auto parsed = std::from_chars(type->data(), type->data() + type->size(), pmu.type);
    if (parsed.ec != std::errc()) continue;
    // Units of some CPUs only have a list of all of these, those of a package one of each.
    const auto cpus = read_text(device / "cpus");
    pmu.cpus = cpus ? *cpus : read_text(device / "cpumask").value_or("");
    pmu.terms = terms_of(device / "format");
    pmu.events = events_of(device / "events");
    pmu.caps = texts_in(device / "caps");
    list.push_back(std::move(pmu));
  }
  return list;
}

}  // namespace perf::live
