// What a config value means as a truth or as a number, by perf's rules. It knows no file and no
// name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace perf::config {

// true, yes, on; false, no, off and the empty value; else a number, true unless 0.
std::optional<bool> to_bool(std::string_view value);

// Decimal, 0x hexadecimal or 0 octal, then k, m or g for 1024, 1024² and 1024³, in either case.
std::optional<std::int64_t> to_int(std::string_view value);

}  // namespace perf::config
