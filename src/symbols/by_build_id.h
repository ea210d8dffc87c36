// Files found and trusted by build id: their paths in the stores that are keyed by it, and the
// check that a file is the one recorded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "symbols/elf_file.h"
#include "symbols/search.h"

namespace perf::symbols {

// "root/.build-id/xx/yyyy", empty for an unknown build id.
std::string build_id_path(const std::string& root, const BuildId& id);

// The files that may hold it in a store below `root`, which may be empty; `kinds` are the names
// that perf's cache gives to files ("elf", "debug", "vdso", "kallsyms"), tried in this order.
std::vector<std::string> build_id_files(const std::string& root, const BuildId& id,
                                        const std::vector<std::string_view>& kinds);
// The same of every extra directory and then of the build-id cache.
std::vector<std::string> build_id_files(const SearchOptions& options, const BuildId& id,
                                        const std::vector<std::string_view>& kinds);

// Code::build_id_mismatch unless the file has exactly this build id.
base::Result<ElfFile> open_elf_of(const std::string& path, const BuildId& id);

}  // namespace perf::symbols
