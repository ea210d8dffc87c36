// What a program of its own may ask of the process that it has to itself; a library must not.
#pragma once

#include "api/export.h"

namespace perf::api {

/** Memory that is freed stays with the process, in one heap for all its threads, so that large
 * tables which come and go need not be cleared by the kernel each time. See mallopt(3). */
PERF_API void keep_memory();

}  // namespace perf::api
