#include "api/pmus.h"

#include "event/event_set.h"
#include "live/open_event.h"
#include "live/pmus.h"
#include "live/tracepoints.h"

namespace perf::api {
namespace {

HeaderItems items(const live::PmuTerm& term) {
  return {{"name", term.name}, {"bits", term.bits}};
}

HeaderItems items(const live::PmuEvent& event) {
  return {
      {"name", event.name}, {"terms", event.terms}, {"unit", event.unit}, {"scale", event.scale}};
}

HeaderItems items(const event::NamedEvent& event) {
  return {{"name", event.name},
          {"alias", event.alias},
          {"type", std::uint64_t{event.type}},
          {"config", event.config}};
}

template <class Item>
HeaderRows rows(const std::vector<Item>& list) {
  HeaderRows out;
  for (const Item& item : list) out.push_back(items(item));
  return out;
}

}  // namespace

HeaderRows pmus() {
  HeaderRows out;
  for (const live::Pmu& pmu : live::pmus()) {
    out.push_back({{"name", pmu.name},
                   {"type", std::uint64_t{pmu.type}},
                   {"cpus", pmu.cpus},
                   {"terms", rows(pmu.terms)},
                   {"events", rows(pmu.events)}});
  }
  return out;
}

HeaderRows named_events() {
  HeaderRows out;
  for (const event::NamedEvent& named : event::named_events()) {
    event::Attr attr;
    attr.type = named.type;
    attr.config = named.config;
    if (live::is_supported(attr)) out.push_back(items(named));
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
