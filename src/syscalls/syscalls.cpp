#include "syscalls/syscalls.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace perf::syscalls {
namespace {

// No pointers, so that loading the library relocates nothing.
struct Entry {
  std::uint32_t number;
  std::uint16_t name;  // index into the names
};

#include "syscalls/tables.inc"

constexpr std::size_t name_count = std::size(name_ends);

std::string_view name_at(std::size_t index) {
  const std::size_t start = index == 0 ? 0 : name_ends[index - 1];
  return name_pool.substr(start, name_ends[index] - start);
}

// The first row that fits an ABI gives its tables: its own, then those with numbers apart from it.
struct Row {
  std::uint16_t machine = 0;
  int bits = 0;  // 0: any
  std::uint32_t flags_mask = 0;
  std::uint32_t flags = 0;
  std::array<std::span<const Entry>, 3> tables;
};

constexpr std::uint16_t old_avr32 = 0x18ad;  // what binutils wrote before a number was assigned
constexpr std::uint16_t old_frv = 0x5441;
constexpr std::uint16_t old_alpha = 0x9026;
constexpr std::uint16_t old_m32r = 0x9041;
constexpr std::uint16_t old_s390 = 0xa390;
constexpr std::uint16_t old_xtensa = 0xabc7;
constexpr std::uint16_t old_microblaze = 0xbaab;
constexpr std::uint16_t old_mn10300 = 0xbeef;
constexpr std::uint16_t hexagon = 164;
constexpr std::uint16_t arc_compact2 = 195;
constexpr std::uint16_t csky = 252;
constexpr std::uint16_t loongarch = 258;
constexpr std::uint32_t mips_n32 = 0x20;  // EF_MIPS_ABI2
constexpr std::uint32_t mips_abi = 0xf000;
constexpr std::uint32_t mips_o32 = 0x1000;
constexpr std::uint32_t sh_machine = 0x1f;
constexpr std::uint32_t sh_5 = 0xa;

constexpr Row rows[] = {
    {EM_X86_64, 32, 0, 0, {x32_table, x86_64_table}},
    {EM_X86_64, 0, 0, 0, {x86_64_table, x32_table}},
    {EM_386, 0, 0, 0, {i386_table}},
    {EM_AARCH64, 32, 0, 0, {arm_table}},
    {EM_AARCH64, 0, 0, 0, {arm64_table}},
    {EM_ARM, 0, 0, 0, {arm_table, armoabi_table}},
    {EM_RISCV, 32, 0, 0, {riscv32_table}},
    {EM_RISCV, 0, 0, 0, {riscv64_table}},
    {EM_PPC64, 0, 0, 0, {powerpc64_table}},
    {EM_PPC, 0, 0, 0, {powerpc_table}},
    {EM_S390, 32, 0, 0, {s390_table}},
    {EM_S390, 0, 0, 0, {s390x_table}},
    {old_s390, 0, 0, 0, {s390_table}},
    {EM_MIPS, 0, mips_n32, mips_n32, {mips64n32_table, mips64_table, mipso32_table}},
    {EM_MIPS, 0, mips_abi, mips_o32, {mipso32_table, mips64_table, mips64n32_table}},
    {EM_MIPS, 32, 0, 0, {mipso32_table, mips64_table, mips64n32_table}},
    {EM_MIPS, 0, 0, 0, {mips64_table, mips64n32_table, mipso32_table}},
    {loongarch, 32, 0, 0, {loongarch32_table}},
    {loongarch, 0, 0, 0, {loongarch64_table}},
    {EM_SPARC, 0, 0, 0, {sparc_table}},
    {EM_SPARC32PLUS, 0, 0, 0, {sparc_table}},
    {EM_SPARCV9, 0, 0, 0, {sparc64_table}},
    {EM_ALPHA, 0, 0, 0, {alpha_table}},
    {EM_FAKE_ALPHA, 0, 0, 0, {alpha_table}},
    {old_alpha, 0, 0, 0, {alpha_table}},
    {EM_ARC_COMPACT, 0, 0, 0, {arc_table}},
    {arc_compact2, 0, 0, 0, {arc_table}},
    {old_avr32, 0, 0, 0, {avr32_table}},
    {EM_BLACKFIN, 0, 0, 0, {blackfin_table}},
    {EM_TI_C6000, 0, 0, 0, {c6x_table}},
    {EM_CRIS, 0, 0, 0, {cris_table}},
    {csky, 0, 0, 0, {csky_table}},
    {old_frv, 0, 0, 0, {frv_table}},
    {EM_H8_300, 0, 0, 0, {h8300_table}},
    {hexagon, 0, 0, 0, {hexagon_table}},
    {EM_IA_64, 0, 0, 0, {ia64_table}},
    {EM_M32R, 0, 0, 0, {m32r_table}},
    {old_m32r, 0, 0, 0, {m32r_table}},
    {EM_68K, 0, 0, 0, {m68k_table}},
    {EM_METAG, 0, 0, 0, {metag_table}},
    {EM_MICROBLAZE, 0, 0, 0, {microblaze_table}},
    {old_microblaze, 0, 0, 0, {microblaze_table}},
    {EM_MN10300, 0, 0, 0, {mn10300_table}},
    {old_mn10300, 0, 0, 0, {mn10300_table}},
    {EM_NDS32, 0, 0, 0, {nds32_table}},
    {EM_ALTERA_NIOS2, 0, 0, 0, {nios2_table}},
    {EM_OPENRISC, 0, 0, 0, {openrisc_table}},
    {EM_PARISC, 0, 0, 0, {parisc_table}},
    {EM_SCORE7, 0, 0, 0, {score_table}},
    {EM_SH, 0, sh_machine, sh_5, {sh64_table}},
    {EM_SH, 0, 0, 0, {sh_table}},
    {EM_TILEGX, 32, 0, 0, {tile_table}},
    {EM_TILEGX, 0, 0, 0, {tile64_table}},
    {EM_TILEPRO, 0, 0, 0, {tile_table}},
    {EM_UNICORE, 0, 0, 0, {unicore32_table}},
    {EM_XTENSA, 0, 0, 0, {xtensa_table}},
    {old_xtensa, 0, 0, 0, {xtensa_table}},
};

std::span<const std::span<const Entry>> tables_of(const Abi& abi) {
  const auto* row = std::ranges::find_if(rows, [&](const Row& candidate) {
    return candidate.machine == abi.machine &&
           (candidate.bits == 0 || candidate.bits == abi.bits) &&
           (abi.flags & candidate.flags_mask) == candidate.flags;
  });
  if (row == std::end(rows)) return {};
  return row->tables;
}

// The index of a name in the sorted pool, name_count when no machine has such a call.
std::size_t name_index(std::string_view name) {
  std::size_t low = 0;
  std::size_t high = name_count;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (name_at(middle) < name) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < name_count && name_at(low) == name ? low : name_count;
}

}  // namespace

std::optional<std::string_view> name(std::int64_t number, const Abi& abi) {
  for (const auto table : tables_of(abi)) {
    const auto found = std::ranges::lower_bound(table, number, {}, &Entry::number);
    if (found != table.end() && found->number == number) return name_at(found->name);
  }
  return std::nullopt;
}

std::optional<std::int64_t> number(std::string_view name, const Abi& abi) {
  const auto tables = tables_of(abi);
  const std::size_t index = name_index(name);
  if (tables.empty() || index == name_count) return std::nullopt;
  const auto found = std::ranges::find(tables.front(), index, &Entry::name);
  if (found == tables.front().end()) return std::nullopt;
  return found->number;
}

}  // namespace perf::syscalls
