// `perf report -T`: what each thread has counted, which the kernel told when it ended.
#pragma once

#include <map>
#include <vector>

#include "event/event_set.h"
#include "text/output.h"

namespace perf::text {

struct ThreadCounts {
  struct Thread {
    std::uint32_t pid = 0, tid = 0;
    std::map<std::uint32_t, std::uint64_t> by_event;
  };
  // Both in the order in which they were told of.
  std::vector<std::uint32_t> events;  // that any of them has counted
  std::vector<Thread> threads;
};

// A row for each thread, a column for each of the events.
void write_thread_counts(Output& out, const ThreadCounts& counts, const event::EventSet& events);

}  // namespace perf::text
