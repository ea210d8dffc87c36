#include <link.h>
#include <sys/auxv.h>

#include <cstring>

#include "symbols/by_build_id.h"
#include "symbols/elf_symbols.h"
#include "symbols/loaders.h"

namespace perf::symbols {
namespace {

// The vdso that the running kernel gave to this process.
base::Result<ElfFile> own_vdso() {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): so the kernel hands it over
  const auto* image = reinterpret_cast<const char*>(::getauxval(AT_SYSINFO_EHDR));
  if (image == nullptr) return base::Code::no_symbols;
  ElfW(Ehdr) header;
  std::memcpy(&header, image, sizeof header);
  // The section headers are the last thing in it.
  return ElfFile::from(
      std::string(image, header.e_shoff + std::size_t{header.e_shnum} * header.e_shentsize));
}

Found read(const ElfFile& elf, const std::string& path, const ObjectId& id) {
  SymbolTableBuilder builder;
  for (const std::uint32_t type : {SHT_SYMTAB, SHT_DYNSYM}) {
    const Section* table = elf.section_of_type(type);
    if (table != nullptr) add_elf_symbols(elf, *table, elf, Addresses::file_offset, builder);
  }
  Found found;
  found.symbols = builder.build();
  found.segments = elf.segments();
  found.file = path;
  found.origin = 'B';
  found.verified = id.build_id.known();
  return found;
}

}  // namespace

Found load_vdso(const ObjectId& id, const SearchOptions& options) {
  const base::Result<ElfFile> own = own_vdso();
  const bool fits =
      id.build_id.known() ? own && own->build_id() == id.build_id : own && options.this_host;
  if (fits && options.same_machine_type && options.symfs.empty()) return read(*own, "[vdso]", id);
  for (const std::string& path : build_id_files(options, id.build_id, {"vdso", "elf"})) {
    const base::Result<ElfFile> elf = open_elf_of(path, id.build_id);
    if (elf) return read(*elf, path, id);
  }
  return Found::nothing("[vdso]: the recorded kernel's is not at hand");
}

}  // namespace perf::symbols
