#include "api/syscalls.h"

#include <limits>
#include <stdexcept>

#include "syscalls/syscalls.h"

namespace perf::api {
namespace {

// A number that no ELF header can hold is a machine that no table knows.
syscalls::Abi abi_of(int elf_machine) {
  if (elf_machine == 0) return {.machine = syscalls::host_machine()};
  const bool fits = elf_machine > 0 && elf_machine <= std::numeric_limits<std::uint16_t>::max();
  return {.machine = fits ? static_cast<std::uint16_t>(elf_machine) : std::uint16_t{0}};
}

}  // namespace

OptionalOwnedText syscall_name(std::int64_t id, int elf_machine) {
  const auto name = syscalls::name(id, abi_of(elf_machine));
  return name ? std::optional(std::string(*name)) : std::nullopt;
}

std::int64_t syscall_id(const std::string& name, int elf_machine) {
  const auto number = syscalls::number(name, abi_of(elf_machine));
  if (!number) throw std::invalid_argument("Failed to find syscall " + name);
  return *number;
}

}  // namespace perf::api
