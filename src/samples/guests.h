// Which counters count for the virtual CPUs of guests, as the recording's ID_INDEX says. The host's
// are not in it.
#pragma once

#include "base/flat_map.h"
#include "records/kinds.h"

namespace perf::samples {

struct Guest {
  std::uint32_t machine_pid = 0;  // of the process that runs the guest
  std::uint32_t vcpu = 0;
};

class Guests {
 public:
  void add(const records::IdIndex& index) {
    for (std::size_t i = 0; i < index.guests.size(); ++i) {
      const std::uint64_t id = index.entries[i].id;
      const records::GuestEntry guest = index.guests[i];
      bool fresh = false;
      if (guest.machine_pid == 0 || id == unknown) continue;
      by_id_.get(id, fresh) = {static_cast<std::uint32_t>(guest.machine_pid),
                               static_cast<std::uint32_t>(guest.vcpu)};
    }
  }

  [[nodiscard]] bool empty() const { return by_id_.size() == 0; }

  // That of a counter's id; nullptr: the host, or no id.
  [[nodiscard]] const Guest* find(std::uint64_t id) const {
    return id == unknown ? nullptr : by_id_.find(id);
  }

 private:
  static constexpr std::uint64_t unknown = base::FlatMap<Guest>::empty_key;

  base::FlatMap<Guest> by_id_;
};

}  // namespace perf::samples
