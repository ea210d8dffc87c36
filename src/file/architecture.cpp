#include "file/architecture.h"

#include <elf.h>

#include <algorithm>

namespace perf::file {
namespace {

struct Architecture {
  std::string_view name;  // as uname says it
  unsigned machine;
  bool is_64_bit;
};

constexpr unsigned loongarch = 258;

constexpr Architecture architectures[] = {
    {"x86_64", EM_X86_64, true}, {"i386", EM_386, false},          {"i486", EM_386, false},
    {"i586", EM_386, false},     {"i686", EM_386, false},          {"aarch64", EM_AARCH64, true},
    {"arm64", EM_AARCH64, true}, {"armv6l", EM_ARM, false},        {"armv7l", EM_ARM, false},
    {"armv8l", EM_ARM, false},   {"riscv64", EM_RISCV, true},      {"riscv32", EM_RISCV, false},
    {"ppc64le", EM_PPC64, true}, {"ppc64", EM_PPC64, true},        {"ppc", EM_PPC, false},
    {"s390x", EM_S390, true},    {"s390", EM_S390, false},         {"mips64", EM_MIPS, true},
    {"mips", EM_MIPS, false},    {"loongarch64", loongarch, true}, {"sparc64", EM_SPARCV9, true},
    {"sparc", EM_SPARC, false},  {"alpha", EM_ALPHA, true},        {"ia64", EM_IA_64, true},
};

const Architecture* architecture(const Features& features) {
  const auto* found = std::find_if(std::begin(architectures), std::end(architectures),
                                   [&](const auto& known) { return known.name == features.arch; });
  return found == std::end(architectures) ? nullptr : found;
}

}  // namespace

unsigned machine_of(const Features& features) {
  if (features.e_machine != 0) return features.e_machine;
  const Architecture* known = architecture(features);
  return known == nullptr ? 0 : known->machine;
}

bool has_64_bits(const Features& features) {
  const Architecture* known = architecture(features);
  return known == nullptr || known->is_64_bit;
}

}  // namespace perf::file
