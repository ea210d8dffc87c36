// From a record's bytes to its kind, and to the sample_id trailer that most kernel records carry.
// It changes nothing and keeps nothing.
#pragma once

#include "base/result.h"
#include "event/layout.h"
#include "records/kinds.h"

namespace perf::records {

// The trailer's fields; what the event does not record keeps the value that says "unknown".
struct SampleId {
  std::uint32_t pid = ~0U;
  std::uint32_t tid = ~0U;
  std::uint64_t time = ~0ULL;
  std::uint64_t id = ~0ULL;
  std::uint64_t stream_id = ~0ULL;
  std::uint32_t cpu = ~0U;
};

// A record too short for its kind gives Code::bad_record; an unknown kind gives Raw.
base::Result<Body> parse(const RawRecord& record, const event::Layout& layout);

SampleId parse_sample_id(const RawRecord& record, const event::Layout& layout);

// When the record takes effect; time 0 for records without one.
base::OrderKey order_key(const RawRecord& record, const event::Layout& layout);

}  // namespace perf::records
