// What a target makes of the fuzzer's bytes: numbers and pieces from the front, and recordings
// around them. Running out of bytes gives zeros.
#pragma once

#include <algorithm>
#include <vector>

#include "bytes/cursor.h"

namespace perf::fuzz {

inline void put(std::vector<std::uint8_t>& out, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

inline void put(std::vector<std::uint8_t>& out, bytes::View view) {
  out.insert(out.end(), view.begin(), view.end());
}

// A record of this machine's order, as long as a header can say.
inline void put_record(std::vector<std::uint8_t>& out, std::uint32_t type, bytes::View body) {
  body = body.first(std::min<std::size_t>(body.size(), 0xffff - 8));
  put(out, type, 4);
  put(out, 0, 2);
  put(out, 8 + body.size(), 2);
  put(out, body);
}

// What a pipe of this machine begins with.
inline std::vector<std::uint8_t> pipe_start() {
  std::vector<std::uint8_t> out{'P', 'E', 'R', 'F', 'I', 'L', 'E', '2'};
  put(out, 16, 8);
  return out;
}

// At most `size` bytes.
inline bytes::View up_to(bytes::Cursor& in, std::size_t size) {
  return in.take(std::min(size, in.left()));
}

}  // namespace perf::fuzz
