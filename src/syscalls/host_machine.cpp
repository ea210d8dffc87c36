#include <elf.h>

#include "syscalls/syscalls.h"

namespace perf::syscalls {

std::uint16_t host_machine() {
#ifdef __x86_64__
  return EM_X86_64;
#elif defined(__i386__)
  return EM_386;
#elif defined(__aarch64__)
  return EM_AARCH64;
#elif defined(__arm__)
  return EM_ARM;
#elif defined(__riscv)
  return EM_RISCV;
#elif defined(__powerpc64__)
  return EM_PPC64;
#elif defined(__powerpc__)
  return EM_PPC;
#elif defined(__s390__)
  return EM_S390;
#elif defined(__mips__)
  return EM_MIPS;
#elif defined(__loongarch__)
  return 258;
#else
  return EM_NONE;
#endif
}

}  // namespace perf::syscalls
