// From what a user names to a file that can be read at any place: pipes, FIFOs and "-", the
// standard input, are read to their end first.
#pragma once

#include <string>

#include "bytes/input_file.h"

namespace perf::file {

// `descriptor`, unless it is -1, is read instead of `path`; it stays open.
base::Result<bytes::InputFile> open_input(const std::string& path, int descriptor);

}  // namespace perf::file
