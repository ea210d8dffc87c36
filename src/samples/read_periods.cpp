#include "samples/read_periods.h"

namespace perf::samples {

std::span<const ReadPeriods::Part> ReadPeriods::split(const Sample& sample, std::uint32_t event,
                                                      const event::EventSet& events) {
  parts_.clear();
  if (!sample.read || (sample.read->format & event::format_id) == 0) {
    parts_.push_back({event, sample.period, 0});
    return parts_;
  }
  // An inherited counter starts anew with every thread.
  const bool by_thread = events.at(event).attr.has(event::Flag::inherit);
  for (std::size_t i = 0; i < sample.read->count; ++i) {
    const ReadValue value = sample.read->at(i);
    const std::uint32_t member = events.size() == 1 ? 0 : events.of_id(value.id);
    if (member >= events.size()) continue;
    bool fresh = false;
    std::uint64_t& last =
        last_.get(base::hash_pair(value.id, by_thread ? sample.tid : 0) >> 1, fresh);
    const std::uint64_t period = value.value - (fresh ? 0 : last);
    last = value.value;
    if (period != 0) parts_.push_back({member, period, value.id});
  }
  return parts_;
}

}  // namespace perf::samples
