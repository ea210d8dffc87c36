// The spelling of a linker symbol that its programmer would know: C++ and Rust names. It is slow
// and remembers nothing: ask for what is shown, not for every symbol.
#pragma once

#include <string>
#include <string_view>

namespace perf::symbols {

// C++ (Itanium, with parameters), Rust (legacy and v0), each also before "@plt"; anything else
// comes back unchanged.
std::string demangle(std::string_view raw);

}  // namespace perf::symbols
