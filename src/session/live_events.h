// What a list of events of this machine is to those who read records: the set that a file's header
// would tell of, and the formats of its tracepoints. It opens nothing.
#pragma once

#include "event/event_set.h"
#include "event/trace_format.h"
#include "live/evlist.h"

namespace perf::session {

// Of events that are open, whose ids are known.
event::EventSet event_set(const live::Evlist& list);

// Without the formats of those that tracefs does not tell of, or not to this user.
event::TracingData tracing_of(const event::EventSet& events);

}  // namespace perf::session
