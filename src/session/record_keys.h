// When the records of a set of events take effect. It decodes nothing but the time.
#pragma once

#include "event/event_set.h"
#include "records/record.h"

namespace perf::session {

class RecordKeys {
 public:
  // Refers to the events for ever.
  explicit RecordKeys(const event::EventSet& events);

  // Time 0 of records without one, and of all records of events that cannot be put in order.
  [[nodiscard]] base::OrderKey key_of(const records::RawRecord& record) const;

 private:
  const event::EventSet& events_;
  bool ordered_;
  bool alike_;  // the time lies at the same place in the records of all events
};

}  // namespace perf::session
