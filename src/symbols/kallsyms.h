// The kernel's own list of its symbols, /proc/kallsyms or a copy: absolute addresses of the kernel
// and of each module. Whether it belongs to a recording is decided elsewhere.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "symbols/symbol_table.h"

namespace perf::symbols {

struct Kallsyms {
  SymbolTable kernel;
  std::map<std::string, SymbolTable, std::less<>> modules;
};

// `delta` is taken from every address of the kernel; a kernel that has moved tells nothing of where
// its modules were, so there are none then.
Kallsyms parse_kallsyms(std::string_view text, Address delta);

// The address of a function, nothing when the list does not have it.
std::optional<Address> kallsyms_address(std::string_view text, std::string_view name);
// False when the kernel hides its addresses from this user and writes zeros (or when there are
// none).
bool kallsyms_has_addresses(std::string_view text);

}  // namespace perf::symbols
