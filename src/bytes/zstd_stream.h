// One zstd stream that arrives in pieces. What it gives is bounded by what went in, so that a few
// bytes cannot fill the disk.
#pragma once

#include <memory>
#include <vector>

#include "bytes/cursor.h"

struct ZSTD_DCtx_s;

namespace perf::bytes {

class ZstdStream {
 public:
  ZstdStream();

  // Appends what `piece` decompresses to; false when it is no part of the stream, or gives more
  // than any recording does. The stream then begins anew.
  bool decompress(View piece, std::vector<std::uint8_t>& out);

 private:
  struct Free {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  bool run(View piece, std::vector<std::uint8_t>& out);

  std::unique_ptr<ZSTD_DCtx_s, Free> context_;
  std::vector<std::uint8_t> room_;  // clearing what `out` grows by would cost as much again
  std::uint64_t consumed_ = 0, produced_ = 0;
};

}  // namespace perf::bytes
