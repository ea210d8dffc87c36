// The pipes of a perf of about 2012 whose header features were records of their own, under numbers
// that perf has since given to other records.
#pragma once

#include "file/features.h"
#include "records/record.h"

namespace perf::file {

// Whether a pipe speaks so that begins with these bytes, headers in this machine's order.
bool begins_old_dialect(bytes::View beginning);

// The feature that the record is in the old dialect, 0 when it is none.
unsigned old_feature(std::uint32_t type);

}  // namespace perf::file
