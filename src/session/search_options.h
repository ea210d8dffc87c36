// Where a recording's objects may be looked for: what the user said, and whether the recording was
// made on this very machine, or nothing is recorded at all.
#pragma once

#include <memory>

#include "file/recording.h"
#include "symbols/search.h"

namespace perf::session {

// What the user may choose.
struct SymbolChoices {
  std::string symfs, kallsyms, vmlinux;
  std::vector<std::string> extra_dirs;
};

std::shared_ptr<const symbols::SearchOptions> search_options(const file::Recording& recording,
                                                             const SymbolChoices& choices);
// Of what runs here and now.
std::shared_ptr<const symbols::SearchOptions> live_search_options(const SymbolChoices& choices);

}  // namespace perf::session
