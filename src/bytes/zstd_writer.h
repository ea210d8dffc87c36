// One zstd stream that is written in pieces, each of which can be decompressed as soon as it is
// there.
#pragma once

#include <memory>
#include <vector>

#include "bytes/cursor.h"

struct ZSTD_CCtx_s;

namespace perf::bytes {

class ZstdWriter {
 public:
  explicit ZstdWriter(int level);

  // The compressed form of `piece`, valid until the next call; empty when there is no memory for
  // it.
  View compress(View piece);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const;
  };
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace perf::bytes
