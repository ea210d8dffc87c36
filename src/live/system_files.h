// The small text files in which the kernel tells of itself: sysfs, tracefs, /proc/sys. A file that
// cannot be read is one that is not there.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perf::live {

// The text without the newline at its end; at most 64 KiB of it.
std::optional<std::string> read_text(const std::filesystem::path& path);

// The names in a directory, in order.
std::vector<std::string> entries(const std::filesystem::path& path);

}  // namespace perf::live
