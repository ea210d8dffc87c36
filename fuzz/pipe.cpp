// Pipes: the first byte chooses the byte order, the rest are the records.
#include <algorithm>

#include "support/bytes.h"
#include "support/recordings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace perf;
  bytes::Cursor in({data, size});
  std::vector<std::uint8_t> pipe = fuzz::pipe_start();
  if ((in.read<std::uint8_t>() & 1U) != 0) {
    std::reverse(pipe.begin(), pipe.begin() + 8);
    std::reverse(pipe.begin() + 8, pipe.end());
  }
  fuzz::put(pipe, in.rest());
  fuzz::read_in_every_way(pipe);
  return 0;
}
