// The records of perf stat. Unlike other events they may be made from Python, as zeros, and so own
// their bytes themselves.
#pragma once

#include "api/event.h"

namespace perf::api {

/** A counter's value, as perf stat records it (STAT). */
class StatEvent : public Event {
 public:
  // As zeros.
  PERF_API StatEvent();
  PERF_API explicit StatEvent(const EventSource& source);
  StatEvent(const StatEvent&) = delete;
  StatEvent& operator=(const StatEvent&) = delete;
  PERF_API ~StatEvent();

  PERF_GET(StatEvent, std::uint64_t, id)
  PERF_GET(StatEvent, std::uint32_t, cpu)
  PERF_GET(StatEvent, std::uint32_t, thread)
  PERF_GET(StatEvent, std::uint64_t, val)
  PERF_GET(StatEvent, std::uint64_t, ena)
  PERF_GET(StatEvent, std::uint64_t, run)
};

/** The end of one of perf stat's rounds (STAT_ROUND): 0 interval, 1 final. */
class StatRoundEvent : public Event {
 public:
  PERF_API StatRoundEvent();
  PERF_API explicit StatRoundEvent(const EventSource& source);
  StatRoundEvent(const StatRoundEvent&) = delete;
  StatRoundEvent& operator=(const StatRoundEvent&) = delete;
  PERF_API ~StatRoundEvent();

  PERF_GET(StatRoundEvent, std::uint64_t, time)
  PERF_GET(StatRoundEvent, std::uint64_t, stat_round_type)
};

}  // namespace perf::api
