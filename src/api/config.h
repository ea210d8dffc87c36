// perf's configuration files, as the binding shows them. It only hands on what the config room
// reads.
#pragma once

#include <string>

#include "api/values.h"

namespace perf::api {

/** The value that perf's config files give the setting `name` ("section.key"), None when they do
 * not. */
PERF_API OptionalOwnedText config_get(const std::string& name);

}  // namespace perf::api
