#include "api/names.h"

#include <algorithm>

#include "event/abi.h"
#include "live/configure.h"
#include "samples/registers.h"
#include "syscalls/syscalls.h"

namespace perf::api {

OptionalText record_name(std::uint32_t type) {
  const char* name = event::record_name(type);
  if (name == nullptr) return std::nullopt;
  return name;
}

ReportNames register_names() {
  ReportNames names;
  for (unsigned bit = 0; live::sampled_registers >> bit != 0; ++bit) {
    std::string name;
    if ((live::sampled_registers >> bit & 1) != 0) {
      name = samples::register_name(syscalls::host_machine(), bit);
    }
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    names.push_back(name);
  }
  return names;
}

}  // namespace perf::api
