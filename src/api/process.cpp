#include "api/process.h"

#include <malloc.h>

#include <climits>

namespace perf::api {

void keep_memory() {
  constexpr int grow_by = 64 << 20;  // bytes
  ::mallopt(M_ARENA_MAX, 1);
  ::mallopt(M_MMAP_THRESHOLD, INT_MAX);
  ::mallopt(M_TRIM_THRESHOLD, INT_MAX);
  ::mallopt(M_TOP_PAD, grow_by);
}

}  // namespace perf::api
