// The part of records::parse that knows perf's own records.
#pragma once

#include "records/kinds.h"

namespace perf::records {

Body parse_user(const RawRecord& record, bytes::Cursor& in);

}  // namespace perf::records
