// From one event as it is written to those that it stands for: many for a pattern or for a family
// of units. It knows no groups, and leaves the modifiers to who does.
#pragma once

#include <vector>

#include "live/event_terms.h"
#include "live/tracepoint_finder.h"
#include "live/written_event.h"

namespace perf::live {

struct FoundEvents {
  std::vector<ParsedEvent> events;
  Piece modifiers;
};

class EventFinder {
 public:
  // The sources outlive it.
  explicit EventFinder(const EventSources& sources)
      : units_(&sources.pmus), tracepoints_(sources.tracefs) {}

  Failure find(const WrittenEvent& written, FoundEvents& found);

 private:
  using Terms = std::vector<Term>;

  Failure find_by_head(const WrittenEvent& written, const Terms& terms, FoundEvents& found);
  // "cycles", "cpu/event=1/"
  Failure find_by_name(Piece name, const WrittenEvent& written, const Terms& terms,
                       FoundEvents& found) const;
  // "sched:sched_switch", "1:3"
  Failure find_by_parts(Piece first, Piece second, const Terms& terms, FoundEvents& found);

  [[nodiscard]] bool is_event(std::string_view name) const;
  [[nodiscard]] Failure unknown(Piece name) const;

  const std::vector<Pmu>* units_;
  TracepointFinder tracepoints_;
};

}  // namespace perf::live
