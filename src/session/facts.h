// What `perf report` tells of a recording besides its samples: --header-only, --stats, --tasks and
// --mmaps.
#pragma once

#include "session/outcome.h"

namespace perf::session {

enum class Facts : unsigned char { header, full_header, stats, tasks, mmaps };

base::Result<Outcome> write_facts(int descriptor, const std::string& path, Facts what,
                                  const std::atomic<bool>& stop);

}  // namespace perf::session
