#include "api/config.h"

#include "config/config.h"

namespace perf::api {

OptionalOwnedText config_get(const std::string& name) {
  return config::Config::load().get(name);
}

}  // namespace perf::api
