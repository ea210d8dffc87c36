// The system calls of every Linux machine: number to name and back. The tables are generated when
// the core is built; nothing here asks the running kernel.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace perf::syscalls {

// Whose numbers: the ELF header's e_machine, class and e_flags. A machine with several ABIs means
// its 64-bit one unless the class or the flags say otherwise.
struct Abi {
  std::uint16_t machine = 0;
  int bits = 64;
  std::uint32_t flags = 0;
};

// The e_machine of the machine that this was built for.
std::uint16_t host_machine();

// A number that the ABI lacks is looked up in the machine's other ABIs when their numbers are apart
// from it (x32, MIPS, ARM).
std::optional<std::string_view> name(std::int64_t number, const Abi& abi);
std::optional<std::int64_t> number(std::string_view name, const Abi& abi);

}  // namespace perf::syscalls
