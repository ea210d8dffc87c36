#include "api/pmus.h"

#include "api/rows.h"
#include "event/event_set.h"
#include "live/pmus.h"
#include "live/supported.h"
#include "live/tracepoints.h"

namespace perf::api {
namespace {

HeaderItems describe_term(const live::PmuTerm& term) {
  return {{"name", term.name}, {"bits", term.bits}};
}

HeaderItems describe_event(const live::PmuEvent& event) {
  return {
      {"name", event.name}, {"terms", event.terms}, {"unit", event.unit}, {"scale", event.scale}};
}

HeaderItems describe_pmu(const live::Pmu& pmu) {
  return {{"name", pmu.name},
          {"type", std::uint64_t{pmu.type}},
          {"cpus", pmu.cpus},
          {"terms", rows(pmu.terms, describe_term)},
          {"events", rows(pmu.events, describe_event)}};
}

HeaderItems describe_named(const event::NamedEvent& event) {
  return {{"name", event.name},
          {"alias", event.alias},
          {"type", std::uint64_t{event.type}},
          {"config", event.config}};
}

}  // namespace

HeaderRows pmus() {
  return rows(live::pmus(), describe_pmu);
}

HeaderRows named_events() {
  HeaderRows out;
  for (const event::NamedEvent& named : event::named_events()) {
    event::Attr attr;
    attr.type = named.type;
    attr.config = named.config;
    if (live::is_supported(attr)) out.push_back(describe_named(named));
  }
  return out;
}

ReportNames tracepoints() {
  ReportNames names;
  for (const live::Tracepoint& point : live::tracepoints(live::tracefs())) {
    names.push_back(point.system + ":" + point.name);
  }
  return names;
}

OptionalNumber tracepoint_id(const std::string& system, const std::string& name) {
  return live::tracepoint_id(live::tracefs(), {system, name});
}

}  // namespace perf::api
