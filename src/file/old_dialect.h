// The pipes of a perf of about 2012 whose header features were records of their own, under numbers
// that perf has since given to other records.
#pragma once

#include "file/features.h"
#include "records/record.h"

namespace perf::file {

// Whether a pipe that begins with this record speaks so.
bool begins_old_dialect(const records::RawRecord& record);

// The feature that the record is in the old dialect, 0 when it is none.
unsigned old_feature(std::uint32_t type);

}  // namespace perf::file
