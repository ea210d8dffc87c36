// Finds the way back into the records after something that is none.
#pragma once

#include "file/source.h"

namespace perf::file {

// The first place from `offset` on where a run of records begins; `end` when there is none before
// it. `foreign` says that headers are in the other byte order.
base::Result<std::uint64_t> resume(const Source& source, bool foreign, std::uint64_t offset,
                                   std::uint64_t end);

}  // namespace perf::file
