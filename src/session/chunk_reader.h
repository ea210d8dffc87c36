// The walk over a stretch of a recording that both passes use.
#pragma once

#include "file/record_walk.h"
#include "file/recording.h"
#include "session/damage.h"

namespace perf::session {

using ChunkReader = file::RecordWalk<file::Recording>;

inline constexpr std::size_t block_size = ChunkReader::block_size;

}  // namespace perf::session
