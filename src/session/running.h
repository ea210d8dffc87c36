// What runs already, as records in the form in which the kernel would have told of it.
#pragma once

#include <cstdint>
#include <vector>

#include "event/event_set.h"

namespace perf::session {

struct Running {
  std::vector<int> pids;   // beside the kernel
  bool kernel_end = true;  // as in live::SynthesisOptions
  bool build_ids = false;  // of files, where the kernel knows none
};

// Whether any event is told of such things.
bool is_told(const event::EventSet& events, event::Flag what);

// With what these events are told of: mappings of data, namespaces, cgroups, build ids.
std::vector<std::uint8_t> records_of(const Running& running, const event::EventSet& events);

}  // namespace perf::session
