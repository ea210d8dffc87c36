// Files: header, sections, features and records, whatever the bytes say. Pipes have their own
// target.
#include "support/recordings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  perf::fuzz::read_in_every_way({data, size});
  return 0;
}
