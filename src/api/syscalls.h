// System call numbers and names of every machine, as the binding shows them. It only hands on what
// the syscalls room knows.
#pragma once

#include <cstdint>
#include <string>

#include "api/values.h"

namespace perf::api {

/** The name of system call `id`, None when it has none. elf_machine 0 is this machine. */
PERF_API OptionalOwnedText syscall_name(std::int64_t id, int elf_machine = 0);

/** The number of the system call `name`; ValueError when the machine has none of that name. */
PERF_API std::int64_t syscall_id(const std::string& name, int elf_machine = 0);

}  // namespace perf::api
