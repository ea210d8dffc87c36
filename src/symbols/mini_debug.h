// The compressed symbol table that some distributions leave in a stripped file (.gnu_debugdata): an
// ELF file of its own, which lacks what .dynsym has. Only unpacking is done here.
#pragma once

#include "symbols/elf_file.h"

namespace perf::symbols {

base::Result<ElfFile> mini_debug_file(const ElfFile& elf);

}  // namespace perf::symbols
