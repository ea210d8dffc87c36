// The kernel's handle of one event (perf_event_open(2)), and a sentence for each way in which it is
// refused. It knows nothing of lists of events.
#pragma once

#include <optional>
#include <string>

#include "base/descriptor.h"
#include "event/attr.h"

namespace perf::live {

// What the kernel refused: an errno, and one sentence with the smallest change that would do.
struct Refusal {
  int error = 0;
  std::string sentence;
};
using MaybeRefusal = std::optional<Refusal>;

// Where one handle counts: a thread on any CPU, any thread on a CPU, or one on the other.
struct Place {
  int pid = -1, cpu = -1;
  int group = -1;       // the leader's handle at this place
  bool cgroup = false;  // pid is a descriptor of the cgroup's directory
};

// -errno when it is refused. What this kernel is too old for, and counting can do without, is left
// out of the attribute.
int open_event(event::Attr& attr, const Place& place);

// Why the kernel refuses the event of that name at that place.
Refusal explain_open(int error, const event::Attr& attr, const std::string& name,
                     const Place& place);

// A number below /proc/sys/kernel; nothing when it cannot be read.
std::optional<int> kernel_setting(const std::string& name);

inline std::optional<int> paranoid_level() {
  return kernel_setting("perf_event_paranoid");
}

}  // namespace perf::live
