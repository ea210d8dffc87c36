// The directories that `perf record --threads` and `--kcore` make: a main file, and files that hold
// nothing but records.
#pragma once

#include <string>
#include <vector>

namespace perf::file {

bool is_directory(const std::string& path);

// The paths of data.0, data.1 … as far as there are any.
std::vector<std::string> directory_parts(const std::string& directory);

}  // namespace perf::file
