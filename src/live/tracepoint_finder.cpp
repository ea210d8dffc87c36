#include "live/tracepoint_finder.h"

#include "event/abi.h"
#include "live/name_match.h"
#include "live/nearest.h"

namespace perf::live {
namespace {

Tracepoint named(Piece system, Piece name) {
  return {std::string(system.text), std::string(name.text)};
}

std::string full_name(const Tracepoint& point) {
  return point.system + ":" + point.name;
}

ParsedEvent event_of(const Tracepoint& point, std::uint64_t id) {
  ParsedEvent parsed;
  parsed.event.name = full_name(point);
  event::Attr& attr = parsed.event.attr;
  attr.type = event::type_tracepoint;
  attr.config = id;
  attr.sample_period = 1;
  attr.sample_type = event::sample_raw | event::sample_time | event::sample_cpu;
  return parsed;
}

}  // namespace

bool TracepointFinder::has(Piece system, Piece name) const {
  return !tracefs_.empty() && tracepoint_id(tracefs_, named(system, name)).has_value();
}

Failure TracepointFinder::find(Piece system, Piece name, std::vector<ParsedEvent>& events) {
  if (tracefs_.empty()) {
    return failure(system,
                   "tracepoints need tracefs, /sys/kernel/tracing, to be mounted and the "
                   "permission to read it");
  }
  if (is_pattern(system.text) || is_pattern(name.text)) return find_matching(system, name, events);
  const Tracepoint point = named(system, name);
  const auto id = tracepoint_id(tracefs_, point);
  if (!id) return unknown(system, name);
  events.push_back(event_of(point, *id));
  return {};
}

Failure TracepointFinder::find_matching(Piece system, Piece name,
                                        std::vector<ParsedEvent>& events) {
  for (const Tracepoint& point : all()) {
    if (!matches(system.text, point.system) || !matches(name.text, point.name)) continue;
    if (const auto id = tracepoint_id(tracefs_, point)) events.push_back(event_of(point, *id));
  }
  if (!events.empty()) return {};
  return failure(system, "no tracepoint matches " + quoted(full_name(named(system, name))));
}

Failure TracepointFinder::unknown(Piece system, Piece name) {
  std::vector<std::string_view> systems;
  std::vector<std::string_view> names;
  for (const Tracepoint& point : all()) {
    if (systems.empty() || systems.back() != point.system) systems.push_back(point.system);
    if (point.system == system.text) names.push_back(point.name);
    if (point.system != system.text || point.name != name.text) continue;
    return failure(system, "the number of " + quoted(full_name(point)) + " cannot be read in " +
                               tracefs_ + ", that needs the permission");
  }
  if (names.empty()) {
    return failure(system, quoted(system.text) + " is no event, and no group of tracepoints" +
                               did_you_mean(system.text, systems));
  }
  return failure(name, quoted(name.text) + " is no tracepoint of " + quoted(system.text) +
                           did_you_mean(name.text, names));
}

const std::vector<Tracepoint>& TracepointFinder::all() {
  if (!all_) all_ = tracepoints(tracefs_);
  return *all_;
}

}  // namespace perf::live
