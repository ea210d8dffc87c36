// Events that a name or a number alone stands for: of the hardware, of the kernel, of the caches in
// every spelling that perf-list(1) and perf-record(1) know, and raw ones. It knows no units.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace perf::live {

struct EventCode {
  std::uint32_t type = 0;
  std::uint64_t config = 0;
};

std::optional<EventCode> named_event(std::string_view name);

// All names but the alternative spellings of the caches'.
std::vector<std::string_view> event_names();

}  // namespace perf::live
