// Objects of the façade that may be absent, each under one name that has one typemap. SWIG does not
// read this header.
#pragma once

#include <optional>

#include "api/callchain.h"
#include "api/evsel.h"

namespace perf::api {

using EvselOrNone = std::optional<Evsel>;
using CallchainOrNone = std::optional<Callchain>;
using BranchStackOrNone = std::optional<BranchStack>;

}  // namespace perf::api
