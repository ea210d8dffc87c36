#include "session/live_events.h"

#include <unistd.h>

#include <bit>

#include "event/abi.h"
#include "live/tracepoints.h"

namespace perf::session {

event::EventSet event_set(const live::Evlist& list) {
  event::EventSet events;
  for (const auto& evsel : list.evsels) {
    const event::Event& told = evsel->event;
    events.add(told.attr, told.ids);
    event::Event& added = events.at(events.size() - 1);
    const event::Layout layout = added.layout;
    added = told;
    added.layout = layout;
    added.recorded_name = true;
  }
  events.complete();
  return events;
}

event::TracingData tracing_of(const event::EventSet& events) {
  event::TracingData tracing;
  tracing.big_endian = std::endian::native == std::endian::big;
  tracing.long_size = sizeof(long);
  tracing.page_size = static_cast<std::uint32_t>(::sysconf(_SC_PAGESIZE));
  const std::string tracefs = live::tracefs();
  for (const event::Event& event : events) {
    if (event.attr.type != event::type_tracepoint) continue;
    const std::size_t colon = event.name.find(':');
    const live::Tracepoint likely{event.name.substr(0, colon),
                                  colon == std::string::npos ? "" : event.name.substr(colon + 1)};
    auto format = live::format_of(tracefs, event.attr.config, likely);
    if (format) tracing.formats.push_back(std::move(*format));
  }
  tracing.valid = true;
  return tracing;
}

}  // namespace perf::session
