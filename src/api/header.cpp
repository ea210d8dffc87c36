#include "api/header.h"

#include <elf.h>

#include <algorithm>

namespace perf::api {
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

const Architecture* architecture(const file::Features& features) {
  const auto* found = std::find_if(std::begin(architectures), std::end(architectures),
                                   [&](const auto& known) { return known.name == features.arch; });
  return found == std::end(architectures) ? nullptr : found;
}

}  // namespace

HeaderItems header_items(const file::Features& features) {
  HeaderItems items;
  const auto text = [&](const char* name, unsigned feature, const std::string& value) {
    if (features.has(feature)) items.emplace_back(name, value);
  };
  const auto number = [&](const char* name, unsigned feature, std::uint64_t value) {
    if (features.has(feature)) items.emplace_back(name, value);
  };
  text("hostname", file::feature_hostname, features.hostname);
  text("osrelease", file::feature_osrelease, features.osrelease);
  text("version", file::feature_version, features.version);
  text("arch", file::feature_arch, features.arch);
  number("nrcpus_online", file::feature_nrcpus, features.nr_cpus_online);
  number("nrcpus_available", file::feature_nrcpus, features.nr_cpus_available);
  text("cpudesc", file::feature_cpudesc, features.cpudesc);
  text("cpuid", file::feature_cpuid, features.cpuid);
  number("total_mem_kib", file::feature_total_mem, features.total_mem_kib);
  if (!features.cmdline.empty()) items.emplace_back("cmdline", features.cmdline);
  if (features.sample_time) {
    items.emplace_back("first_sample_time", features.sample_time->first);
    items.emplace_back("last_sample_time", features.sample_time->second);
  }
  return items;
}

unsigned machine_of(const file::Features& features) {
  if (features.e_machine != 0) return features.e_machine;
  const Architecture* known = architecture(features);
  return known == nullptr ? 0 : known->machine;
}

bool has_64_bits(const file::Features& features) {
  const Architecture* known = architecture(features);
  return known == nullptr || known->is_64_bit;
}

}  // namespace perf::api
