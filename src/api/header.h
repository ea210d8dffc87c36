// The header's features under plain names, for Python. SWIG does not read this header.
#pragma once

#include "api/values.h"
#include "file/features.h"

namespace perf::api {

HeaderItems header_items(const file::Features& features);

// The ELF machine of the recording, 0 unknown.
unsigned machine_of(const file::Features& features);
bool has_64_bits(const file::Features& features);

}  // namespace perf::api
