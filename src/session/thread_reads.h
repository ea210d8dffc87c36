// What threads have counted, by the READ records that the kernel writes when they end.
#pragma once

#include <vector>

#include "event/event_set.h"
#include "records/kinds.h"
#include "records/record.h"
#include "text/thread_counts.h"

namespace perf::session {

class ThreadReads {
 public:
  void add(const records::Read& read, std::uint32_t event, base::OrderKey when);
  // In order of time; what several handles of an event have counted is summed up.
  [[nodiscard]] text::ThreadCounts counts() const;

 private:
  struct One {
    base::OrderKey when;
    std::uint32_t pid = 0, tid = 0, event = 0;
    std::uint64_t value = 0;
  };
  std::vector<One> reads_;
};

}  // namespace perf::session
