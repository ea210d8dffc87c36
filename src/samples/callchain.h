// How a recorded call chain is read: addresses with the mode that the markers between them set, and
// a user part that may have come in a record of its own. What an address is called is not here.
#pragma once

#include <optional>

#include "samples/sample.h"

namespace perf::samples {

// What a chain ends with whose user part the kernel records later: that marker and a cookie.
inline constexpr std::size_t deferred_end = 2;

// The cookie of the user part that a chain awaits.
inline std::optional<std::uint64_t> deferred_cookie(const Words& chain) {
  const std::size_t size = chain.size();
  if (size < deferred_end || chain[size - deferred_end] != event::context_user_deferred) return {};
  return chain[size - 1];
}

// False for a marker that makes perf discard the chain.
inline bool set_cpumode(std::uint64_t marker, unsigned& cpumode) {
  switch (marker) {
    case event::context_hv:
      cpumode = event::misc_hypervisor;
      return true;
    case event::context_kernel:
      cpumode = event::misc_kernel;
      return true;
    case event::context_user:
      cpumode = event::misc_user;
      return true;
    default:
      return false;
  }
}

// Calls visit(address, cpumode) for a chain and then its `deferred` part, innermost first, until it
// returns false. False when the chain is corrupt.
template <class Visit>
bool each_address(const Words& chain, const Words& deferred, Visit&& visit) {
  unsigned cpumode = event::misc_user;
  for (const Words& part : {chain, deferred}) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      const std::uint64_t ip = part[i];
      if (ip < event::context_max) {
        if (!visit(ip, cpumode)) return true;
        continue;
      }
      if (ip == event::context_user_deferred) break;  // what follows is a cookie
      if (!set_cpumode(ip, cpumode)) return false;
    }
  }
  return true;
}

}  // namespace perf::samples
