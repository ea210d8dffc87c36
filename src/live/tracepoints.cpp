#include "live/tracepoints.h"

#include <algorithm>
#include <charconv>

#include "live/system_files.h"

namespace perf::live {

std::string tracefs() {
  for (const char* path : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    std::error_code error;
    if (std::filesystem::is_directory(std::filesystem::path(path) / "events", error)) return path;
  }
  return "";
}

std::vector<Tracepoint> tracepoints(const std::string& tracefs) {
  std::vector<Tracepoint> list;
  const std::filesystem::path events = std::filesystem::path(tracefs) / "events";
  for (const std::string& system : entries(events)) {
    for (const std::string& name : entries(events / system)) {
      std::error_code error;
      if (std::filesystem::exists(events / system / name / "id", error)) {
        list.push_back({system, name});
      }
    }
  }
  return list;
}

std::optional<std::uint64_t> tracepoint_id(const std::string& tracefs, const Tracepoint& which) {
  for (const std::string& part : {which.system, which.name}) {
    if (part.empty() || part.front() == '.' || part.find('/') != std::string::npos) return {};
  }
  const std::filesystem::path events = std::filesystem::path(tracefs) / "events";
  const auto text = read_text(events / which.system / which.name / "id");
  std::uint64_t id = 0;
  if (!text) return {};
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), id);
  return parsed.ec == std::errc() ? std::optional(id) : std::nullopt;
}

std::optional<event::TraceFormat> format_of(const std::string& tracefs, std::uint64_t id,
                                            const Tracepoint& likely) {
  const auto is_wanted = [&](const Tracepoint& point) {
    return tracepoint_id(tracefs, point) == id;
  };
  std::optional<Tracepoint> found = likely;
  if (!is_wanted(likely)) {
    const auto all = tracepoints(tracefs);
    const auto at = std::find_if(all.begin(), all.end(), is_wanted);
    if (at == all.end()) return std::nullopt;
    found = *at;
  }
  const std::filesystem::path events = std::filesystem::path(tracefs) / "events";
  const auto text = read_text(events / found->system / found->name / "format");
  if (!text) return std::nullopt;
  return event::parse_trace_format(found->system, *text);
}

}  // namespace perf::live
