// The performance monitoring units of this machine, as sysfs tells of them
// (Documentation/ABI/testing/sysfs-bus-event_source-devices-format and -events in the kernel). It
// opens no event.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace perf::live {

// A term that an event of the unit may have, and the bits of the attribute that it fills.
struct PmuTerm {
  std::string name;
  std::string bits;  // "config:0-7,32-35"
};

// An event that the unit has a name for.
struct PmuEvent {
  std::string name;
  std::string terms;  // "event=0x3c,umask=0x1"
  std::string unit;   // of what it counts, empty: none
  std::string scale;  // from counts to that unit, as it is written
};

struct Pmu {
  std::string name;
  std::uint32_t type = 0;
  std::string cpus;  // those that it counts on, empty: all
  std::vector<PmuTerm> terms;
  std::vector<PmuEvent> events;
  std::vector<std::pair<std::string, std::string>> caps;  // what it can do, and how much of it
};

inline constexpr const char* pmu_devices = "/sys/bus/event_source/devices";

std::vector<Pmu> pmus(const std::string& devices = pmu_devices);

}  // namespace perf::live
