// Those of perf's own records whose bytes say what their fields are, swapped in place.
#pragma once

#include <cstdint>
#include <span>

namespace perf::file {

// False: the record's type is none of these.
bool swap_by_content(std::uint32_t type, std::span<std::uint8_t> body);

}  // namespace perf::file
