#include "session/record_keys.h"

#include <algorithm>

#include "records/parse.h"

namespace perf::session {
namespace {

bool time_lies_alike(const event::EventSet& events) {
  return std::all_of(events.begin(), events.end(), [&](const event::Event& event) {
    return event.layout.sample.time == events.common_layout().sample.time &&
           event.layout.trailer == events.common_layout().trailer;
  });
}

}  // namespace

RecordKeys::RecordKeys(const event::EventSet& events)
    : events_(events), ordered_(events.ordered()), alike_(ordered_ && time_lies_alike(events)) {}

base::OrderKey RecordKeys::key_of(const records::RawRecord& record) const {
  if (!ordered_) return {0, record.offset};
  if (alike_) return records::order_key(record, events_.common_layout());
  if (record.type != event::record_sample) {
    return records::order_key(record, events_.layout_of_trailer(record.body));
  }
  const std::uint32_t event = events_.of_sample(record.body);
  if (event >= events_.size()) return {0, record.offset};
  return records::order_key(record, events_.at(event).layout);
}

}  // namespace perf::session
