#include "samples/registers.h"

#include <elf.h>

#include <array>
#include <span>

namespace perf::samples {
namespace {

using Names = std::span<const char* const>;

constexpr unsigned loongarch = 258;  // EM_LOONGARCH, of newer headers

// The segments that a mask may not have keep their place.
constexpr std::array x86{"AX", "BX",    "CX",  "DX",  "SI",  "DI",  "BP",  "SP",
                         "IP", "FLAGS", "CS",  "SS",  "DS",  "ES",  "FS",  "GS",
                         "R8", "R9",    "R10", "R11", "R12", "R13", "R14", "R15"};
constexpr std::array arm{"r0", "r1", "r2",  "r3", "r4", "r5", "r6", "r7",
                         "r8", "r9", "r10", "fp", "ip", "sp", "lr", "pc"};
constexpr std::array riscv{"pc", "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "s0", "s1", "a0",
                           "a1", "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
                           "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};
// Behind r0 to r31.
constexpr std::array powerpc{"nip",   "msr",   "orig_r3", "ctr",   "link",  "xer",   "ccr",
                             "softe", "trap",  "dar",     "dsisr", "sier",  "mmcra", "mmcr0",
                             "mmcr1", "mmcr2", "mmcr3",   "sier2", "sier3", "pmc1",  "pmc2",
                             "pmc3",  "pmc4",  "pmc5",    "pmc6",  "sdar",  "siar"};

// `first` numbered registers, then those that have names.
std::string numbered(const char* prefix, unsigned first, Names rest, unsigned bit) {
  if (bit < first) return prefix + std::to_string(bit);
  return bit - first < rest.size() ? rest[bit - first] : std::string();
}

std::string x86_name(unsigned bit) {
  constexpr unsigned xmm = 32;
  if (bit < x86.size()) return x86[bit];
  // Each is two words wide.
  return bit >= xmm ? "XMM" + std::to_string((bit - xmm) / 2) : std::string();
}

std::string s390_name(unsigned bit) {
  constexpr std::array rest{"MASK", "PC"};
  constexpr unsigned general = 16;
  if (bit < general) return "R" + std::to_string(bit);
  return numbered("FP", general, rest, bit - general);
}

std::string mips_name(unsigned bit) {
  // PC, then $1 to $31 without $26 and $27, which are the kernel's.
  if (bit == 0) return "PC";
  return bit <= 29 ? "$" + std::to_string(bit < 26 ? bit : bit + 2) : std::string();
}

std::string name_on(unsigned machine, unsigned bit) {
  constexpr std::array arm64{"sp", "pc"};
  switch (machine) {
    case EM_X86_64:
    case EM_386:
      return x86_name(bit);
    case EM_ARM:
      return bit < arm.size() ? arm[bit] : std::string();
    case EM_AARCH64:
      if (bit == 30) return "lr";
      if (bit == 46) return "vg";
      return numbered("x", 31, arm64, bit);
    case EM_RISCV:
      return bit < riscv.size() ? riscv[bit] : std::string();
    case EM_PPC:
    case EM_PPC64:
      return numbered("r", 32, powerpc, bit);
    case EM_S390:
      return s390_name(bit);
    case EM_MIPS:
      return mips_name(bit);
    case loongarch:
      return bit == 0 ? "PC" : bit < 32 ? "%r" + std::to_string(bit) : std::string();
    default:
      return {};
  }
}

}  // namespace

std::string register_name(unsigned machine, unsigned bit) {
  std::string name = name_on(machine, bit);
  return name.empty() ? "reg" + std::to_string(bit) : name;
}

std::vector<std::pair<std::string, std::uint64_t>> named_registers(const Registers& registers,
                                                                   std::uint64_t mask,
                                                                   unsigned machine) {
  std::vector<std::pair<std::string, std::uint64_t>> named;
  for (unsigned bit = 0; bit < 64 && named.size() < registers.values.size(); ++bit) {
    if ((mask >> bit & 1U) == 0) continue;
    named.emplace_back(register_name(machine, bit), registers.values[named.size()]);
  }
  return named;
}

}  // namespace perf::samples
