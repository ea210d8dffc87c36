// Features as a file has them, from their values: what features.h reads, written again.
#pragma once

#include <optional>

#include "file/features.h"

namespace perf::file {

// A feature's bytes in this machine's order; nothing of one that is not known well enough.
std::optional<std::vector<std::uint8_t>> feature_bytes(unsigned number, const Features& features);

// The body of a build id: of a HEADER_BUILD_ID record, and behind each header in the feature.
void put_build_id(const RecordedBuildId& entry, bytes::Builder& out);

}  // namespace perf::file
