// perf_event_open(2) for one attribute. Who counts what is the callers' business.
#pragma once

#include "event/attr.h"

namespace perf::live {

// What to count: a thread (0 this one, -1 any), on a CPU (-1 any).
struct Target {
  int pid = 0, cpu = -1;
};

// A descriptor, or -1 with errno set; `group` is the descriptor of the group's leader.
int open_event(const event::Attr& attr, const Target& target, int group = -1);

// Whether this machine can count an event, if only in this thread's own code.
bool is_supported(event::Attr attr);

}  // namespace perf::live
