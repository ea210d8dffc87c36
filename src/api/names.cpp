#include "api/names.h"

#include "event/abi.h"

namespace perf::api {

OptionalText record_name(std::uint32_t type) {
  const char* name = event::record_name(type);
  if (name == nullptr) return std::nullopt;
  return name;
}

}  // namespace perf::api
