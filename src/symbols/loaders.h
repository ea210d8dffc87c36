// One loader for each kind of object: where to look, what to trust, what to read. None remembers
// anything; Object calls each once.
#pragma once

#include "symbols/found.h"
#include "symbols/object.h"

namespace perf::symbols {

// The root of the files that a process sees, where that can be told; empty: it cannot.
std::string root_of_process(const ObjectId& id, const SearchOptions& options);

Found load_elf(const ObjectId& id, const SearchOptions& options);
Found load_kernel(const ObjectId& id, const SearchOptions& options);
// From the module's .ko file.
Found load_module(const ObjectId& id, const SearchOptions& options);
Found load_vdso(const ObjectId& id, const SearchOptions& options);
Found load_perf_map(const ObjectId& id, const SearchOptions& options);
// What was found, with what has been added to the map since; no symbols: nothing was.
Found grown_perf_map(const ObjectId& id, const SearchOptions& options, const Found& before);
// The recording itself says all.
Found load_ksymbol(const ObjectId& id);

// "snd_hda" of ".../snd-hda.ko.xz" and of "[snd_hda]".
std::string module_name(std::string_view path);

}  // namespace perf::symbols
