#include <algorithm>
#include <cstdio>
#include <cstring>

#include "bytes/cursor.h"
#include "symbols/elf_symbols.h"

namespace perf::symbols {
namespace {

struct Relocation {
  Address place = 0;   // of the pointer that an entry jumps through
  Address addend = 0;  // of an IRELATIVE one: the function that chooses
  std::size_t symbol = 0;
};

struct EntrySizes {
  std::uint64_t header = 0;
  std::uint64_t entry = 0;
};

bool is_x86(const ElfFile& elf) {
  return elf.header().e_machine == EM_X86_64 || elf.header().e_machine == EM_386;
}

EntrySizes entry_sizes(const ElfFile& elf, const GElf_Shdr& plt) {
  switch (elf.header().e_machine) {
    case EM_ARM:
      return {20, 12};
    case EM_AARCH64:
    case 258 /* LoongArch, unknown to older elf.h */:
      return {32, 16};
    case EM_SPARC:
      return {48, 12};
    case EM_SPARCV9:
      return {128, 32};
    case EM_386:
    case EM_X86_64: {
      const bool stated = plt.sh_entsize == 8 || plt.sh_entsize == 16;
      const std::uint64_t size = stated ? plt.sh_entsize : plt.sh_addralign == 8 ? 8 : 16;
      return {size, size};
    }
    default:
      return {plt.sh_entsize, plt.sh_entsize};
  }
}

// endbr64 (or not), bnd (or not), jmp *displacement(%rip): the address jumped through, 0 for other
// code.
Address jump_pointer(std::string_view code, Address address) {
  std::size_t at = code.starts_with("\xf3\x0f\x1e\xfa") ? 4 : 0;
  if (code.substr(at).starts_with('\xf2')) ++at;
  if (!code.substr(at).starts_with("\xff\x25") || code.size() < at + 6) return 0;
  std::uint32_t displacement = 0;
  std::memcpy(&displacement, code.data() + at + 2, sizeof displacement);
  if constexpr (std::endian::native == std::endian::big) {
    displacement = bytes::byte_swapped(displacement);
  }
  return address + at + 6 + static_cast<std::uint64_t>(std::int64_t{std::int32_t(displacement)});
}

class PltReader {
 public:
  PltReader(const ElfFile& elf, SymbolTableBuilder& builder) : elf_(elf), builder_(builder) {}

  // What is made is added at the end: the builder is searched meanwhile and must stay sorted.
  void read() {
    collect();
    for (const RawSymbol& symbol : made_) builder_.add(symbol);
  }

 private:
  static constexpr std::size_t largest_index = 0x7fffffff;

  void collect() {
    const Section* plt = elf_.section(".plt");
    if (plt == nullptr) return;
    const EntrySizes sizes = entry_sizes(elf_, plt->header);
    const Section* second = is_x86(elf_) ? elf_.section(".plt.sec") : nullptr;
    const Section* relocated = elf_.section(".rela.plt");
    if (relocated == nullptr) relocated = elf_.section(".rel.plt");
    cut_predecessor(plt->header.sh_offset);
    if (sizes.entry == 0) return;
    if (is_x86(elf_)) read_got_entries();
    const std::vector<Relocation> relocations = read_relocations(relocated);
    const GElf_Shdr& header = plt->header;
    if (second != nullptr) {
      add(header.sh_offset, header.sh_size, ".plt");
      add_entries(second->header.sh_offset, entry_sizes(elf_, second->header).entry, relocated,
                  relocations);
      return;
    }
    // As many entries as relocations: nothing is bound lazily and there is no header.
    const bool lazy = relocations.size() != header.sh_size / sizes.entry || relocations.empty();
    if (lazy) add(header.sh_offset, sizes.header, ".plt");
    add_entries(header.sh_offset + (lazy ? sizes.header : 0), sizes.entry, relocated, relocations);
  }

  // A symbol without size in the section before may have been stretched over this one.
  void cut_predecessor(Address start) {
    if (start == 0) return;
    RawSymbol* before = builder_.at_or_below(start - 1);
    if (before != nullptr && before->end > start) before->end = start;
  }

  void add(Address start, std::uint64_t size, std::string_view name) {
    made_.push_back({.start = start,
                     .end = start + std::min(size, ~start),
                     .name = name,
                     .module = {},
                     .binding = 'g'});
  }

  void add_entries(Address start, std::uint64_t size, const Section* relocated,
                   const std::vector<Relocation>& relocations) {
    for (const Relocation& relocation : relocations) {
      std::string name(symbol_name(relocated, relocation.symbol));
      if (name.empty()) name = ifunc_name(relocation);
      add_entry(start, size, std::move(name));
      start += size;
    }
  }

  void add_entry(Address start, std::uint64_t size, std::string name) {
    if (name.empty()) {
      char text[40];
      std::snprintf(text, sizeof text, "offset_%#llx", static_cast<unsigned long long>(start));
      name = text;
    }
    add(start, size, builder_.keep(std::move(name) + "@plt"));
  }

  // .plt.got: entries without lazy binding, for functions whose address is taken as well.
  void read_got_entries() {
    const Section* got = elf_.section(".plt.got");
    if (got == nullptr || got->header.sh_entsize < 8) return;
    const Elf_Data* data = ElfFile::data(*got);
    if (data == nullptr) return;
    const std::string_view code(static_cast<const char*>(data->d_buf), data->d_size);
    const Section* relocated =
        elf_.header().e_machine == EM_X86_64 ? elf_.section(".rela.dyn") : nullptr;
    const std::vector<Relocation> relocations = read_relocations(relocated);
    for (std::size_t i = 0; i < code.size(); i += got->header.sh_entsize) {
      const Address pointer = jump_pointer(code.substr(i), got->header.sh_addr + i);
      const auto found = std::ranges::lower_bound(relocations, pointer, {}, &Relocation::place);
      const bool known = pointer != 0 && found != relocations.end() && found->place == pointer;
      add_entry(got->header.sh_offset + i, got->header.sh_entsize,
                known ? std::string(symbol_name(relocated, found->symbol)) : std::string());
    }
  }

  // On x86 in the order of the entries, which is that of the places.
  std::vector<Relocation> read_relocations(const Section* section) const {
    std::vector<Relocation> relocations;
    if (section == nullptr) return relocations;
    Elf_Data* data = ElfFile::data(*section);
    if (data == nullptr) return relocations;
    GElf_Rela rela;
    GElf_Rel rel;
    for (int i = 0; gelf_getrela(data, i, &rela) != nullptr; ++i) {
      const bool chooses =
          elf_.header().e_machine == EM_X86_64 && GELF_R_TYPE(rela.r_info) == R_X86_64_IRELATIVE;
      relocations.push_back({rela.r_offset, chooses ? static_cast<Address>(rela.r_addend) : 0,
                             GELF_R_SYM(rela.r_info)});
    }
    for (int i = 0; gelf_getrel(data, i, &rel) != nullptr; ++i) {
      relocations.push_back({rel.r_offset, 0, GELF_R_SYM(rel.r_info)});
    }
    if (is_x86(elf_)) std::ranges::stable_sort(relocations, {}, &Relocation::place);
    return relocations;
  }

  // Of the symbol table that a relocation section is linked to.
  [[nodiscard]] std::string_view symbol_name(const Section* relocated, std::size_t index) const {
    const auto& sections = elf_.sections();
    const auto linked = [&sections](const Section* from) {
      const std::size_t to = from == nullptr ? 0 : from->header.sh_link;
      return to == 0 || to > sections.size() ? nullptr : &sections[to - 1];
    };
    const Section* table = linked(relocated);
    const Section* strings = linked(table);
    if (index == 0 || strings == nullptr) return {};
    Elf_Data* symbols = ElfFile::data(*table);
    const Elf_Data* names = ElfFile::data(*strings);
    GElf_Sym symbol;
    if (symbols == nullptr || names == nullptr || index > largest_index ||
        gelf_getsym(symbols, static_cast<int>(index), &symbol) == nullptr) {
      return {};
    }
    return text_at(*names, symbol.st_name);
  }

  [[nodiscard]] std::string ifunc_name(const Relocation& relocation) const {
    const Segment* segment = segment_at(elf_.segments(), relocation.addend);
    if (relocation.addend == 0 || segment == nullptr) return {};
    const Address place = relocation.addend - segment->address + segment->offset;
    const RawSymbol* symbol = builder_.at_or_below(place);
    const bool chooser = symbol != nullptr && symbol->start == place && symbol->ifunc;
    return chooser ? std::string(symbol->name) : std::string();
  }

  const ElfFile& elf_;
  SymbolTableBuilder& builder_;
  std::vector<RawSymbol> made_;
};

}  // namespace

void add_plt_symbols(const ElfFile& elf, SymbolTableBuilder& builder) {
  PltReader(elf, builder).read();
}

}  // namespace perf::symbols
