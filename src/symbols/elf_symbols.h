// The functions, objects and labels that the symbol tables of an ELF file name, under the file
// offsets that a recording's maps speak of. Which file that is, is decided elsewhere.
#pragma once

#include "symbols/elf_file.h"
#include "symbols/symbol_table_builder.h"

namespace perf::symbols {

// What the addresses of a table mean.
enum class Addresses : std::uint8_t {
  file_offset,      // user objects
  virtual_address,  // an ELF kernel, as linked
  text_offset,      // a module's .ko: from the start of its .text
};

// Adds and settles the symbols of the section `table` (SHT_SYMTAB or SHT_DYNSYM) of `elf`.
// `runtime` is the file that runs, which has the segments and the contents of sections when `elf`
// is its separate debug file, otherwise `elf` itself. The names are `elf`'s: it must outlive the
// builder.
void add_elf_symbols(const ElfFile& elf, const Section& table, const ElfFile& runtime,
                     Addresses addresses, SymbolTableBuilder& builder);

// The value of a symbol, nothing when the table does not have it.
std::optional<Address> elf_symbol_value(const ElfFile& elf, const Section& table,
                                        std::string_view name);

// Names the entries of the procedure linkage tables "function@plt", as far as the settled symbols
// and the relocations tell.
void add_plt_symbols(const ElfFile& elf, SymbolTableBuilder& builder);

}  // namespace perf::symbols
