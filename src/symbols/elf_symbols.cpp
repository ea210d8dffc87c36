#include "symbols/elf_symbols.h"

#include <algorithm>

namespace perf::symbols {
namespace {

bool is_function_or_object(const GElf_Sym& symbol) {
  const int type = GELF_ST_TYPE(symbol.st_info);
  return type == STT_FUNC || type == STT_GNU_IFUNC || type == STT_OBJECT;
}

bool is_label(const GElf_Sym& symbol) {
  const int visibility = GELF_ST_VISIBILITY(symbol.st_other);
  return GELF_ST_TYPE(symbol.st_info) == STT_NOTYPE && visibility != STV_HIDDEN &&
         visibility != STV_INTERNAL;
}

// "$a", "$x.0": where ARM code changes its instruction set or turns into data.
bool is_arm_mapping_symbol(std::uint16_t machine, std::string_view name) {
  if (machine != EM_ARM && machine != EM_AARCH64) return false;
  return name.size() >= 2 && name[0] == '$' &&
         std::string_view("adtx").find(name[1]) != std::string_view::npos &&
         (name.size() == 2 || name[2] == '.');
}

bool holds_code_or_data(const Section& section) {
  return section.name.find("text") != std::string_view::npos ||
         section.name.find("data") != std::string_view::npos;
}

char binding_letter(const GElf_Sym& symbol) {
  switch (GELF_ST_BIND(symbol.st_info)) {
    case STB_LOCAL:
      return 'l';
    case STB_WEAK:
      return 'w';
    default:
      return 'g';
  }
}

class Reader {
 public:
  Reader(const ElfFile& elf, const ElfFile& runtime, Addresses addresses)
      : elf_(&elf), runtime_(&runtime), addresses_(addresses) {
    if (const Section* text = runtime.section(".text")) text_ = text->header.sh_offset;
  }

  // False: a symbol that does not count.
  bool translate(GElf_Sym symbol, std::string_view name, RawSymbol& raw) const {
    const bool label = is_label(symbol);
    if (name.empty() || symbol.st_shndx == SHN_UNDEF || symbol.st_shndx == SHN_ABS) return false;
    if (!label && !is_function_or_object(symbol)) return false;
    const std::uint16_t machine = elf_->header().e_machine;
    if (is_arm_mapping_symbol(machine, name)) return false;
    const Section* section = section_of(symbol.st_shndx);
    if (section == nullptr || (label && !holds_code_or_data(*section))) return false;
    // The lowest bit of a Thumb function's address is a flag.
    if (machine == EM_ARM && GELF_ST_TYPE(symbol.st_info) == STT_FUNC)
      symbol.st_value &= ~GElf_Addr{1};
    raw.start = place(symbol.st_value, section->header);
    raw.end = raw.start + std::min(symbol.st_size, ~raw.start);
    raw.name = name;
    raw.binding = binding_letter(symbol);
    raw.ifunc = GELF_ST_TYPE(symbol.st_info) == STT_GNU_IFUNC;
    return true;
  }

 private:
  // The section in memory that a symbol lies in, null when there is none.
  [[nodiscard]] const Section* section_of(std::size_t index) const {
    const auto& sections = elf_->sections();
    if (index == 0 || index > sections.size()) return nullptr;
    const Section* section = &sections[index - 1];
    if ((section->header.sh_flags & SHF_ALLOC) == 0) return nullptr;
    // In a separate debug file it is empty and its offset means nothing.
    if (section->header.sh_type == SHT_NOBITS && index <= runtime_->sections().size()) {
      section = &runtime_->sections()[index - 1];
    }
    return section;
  }

  [[nodiscard]] Address place(Address value, const GElf_Shdr& section) const {
    switch (addresses_) {
      case Addresses::virtual_address:
        return value;
      case Addresses::text_offset:
        return value - section.sh_addr + section.sh_offset - text_;
      case Addresses::file_offset:
        break;
    }
    const Segment* segment = segment_at(runtime_->segments(), value);
    if (segment != nullptr) return value - segment->address + segment->offset;
    return value - section.sh_addr + section.sh_offset;
  }

  const ElfFile* elf_;
  const ElfFile* runtime_;
  Addresses addresses_;
  std::uint64_t text_ = 0;
};

// Calls `use(symbol, name)` for each symbol of a table until it returns false.
template <class Use>
void for_each_symbol(const ElfFile& elf, const Section& table, Use use) {
  Elf_Data* symbols = ElfFile::data(table);
  const std::size_t strings = table.header.sh_link;
  if (symbols == nullptr || strings == 0 || strings > elf.sections().size()) return;
  const Elf_Data* names = ElfFile::data(elf.sections()[strings - 1]);
  if (names == nullptr) return;
  GElf_Sym symbol;
  for (int i = 0; gelf_getsym(symbols, i, &symbol) != nullptr; ++i) {
    if (!use(symbol, text_at(*names, symbol.st_name))) return;
  }
}

}  // namespace

void add_elf_symbols(const ElfFile& elf, const Section& table, const ElfFile& runtime,
                     Addresses addresses, SymbolTableBuilder& builder) {
  const Reader reader(elf, runtime, addresses);
  RawSymbol raw;
  for_each_symbol(elf, table, [&](const GElf_Sym& symbol, std::string_view name) {
    if (reader.translate(symbol, name, raw)) builder.add(raw);
    return true;
  });
  builder.settle();
}

std::optional<Address> elf_symbol_value(const ElfFile& elf, const Section& table,
                                        std::string_view name) {
  std::optional<Address> value;
  for_each_symbol(elf, table, [&](const GElf_Sym& symbol, std::string_view candidate) {
    if (candidate == name) value = symbol.st_value;
    return !value.has_value();
  });
  return value;
}

}  // namespace perf::symbols
