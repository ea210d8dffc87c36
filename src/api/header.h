// The header's features under plain names, for Python. SWIG does not read this header.
#pragma once

#include "api/values.h"
#include "file/features.h"

namespace perf::api {

HeaderItems header_items(const file::Features& features);

}  // namespace perf::api
