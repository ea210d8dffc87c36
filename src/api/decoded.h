// The body of an event as the record room decodes it. SWIG does not read this header.
#pragma once

#include "api/world.h"
#include "records/parse.h"

namespace perf::api {

// The cursor gives events only of records that fit their kind; one without bytes reads as zeros.
template <class Body>
Body decoded(const records::RawRecord& record, const event::Layout& layout) {
  const auto body = records::parse(record, layout);
  if (!body) return {};
  const auto* found = std::get_if<Body>(&*body);
  return found != nullptr ? *found : Body{};
}

}  // namespace perf::api
