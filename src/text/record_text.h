// The line that `perf script` prints for a record that is no sample. What is printed before it is
// script_text.h's.
#pragma once

#include <string>
#include <string_view>

#include "records/kinds.h"

namespace perf::text {

// "PERF_RECORD_MMAP2 12/12: […]: r-xp name"; empty for records that have no such line. `symbol` is
// what lies at the address that the record speaks of, with its offset.
std::string record_text(const records::RawRecord& raw, const records::Body& body,
                        std::string_view symbol);

}  // namespace perf::text
