#include "bytes/zstd_stream.h"

#include <zstd.h>

namespace perf::bytes {
namespace {

// A recording's records shrink to a fifth or a fortieth.
constexpr std::uint64_t largest_ratio = 1000;
constexpr std::uint64_t always_allowed = std::uint64_t{16} << 20;
constexpr int largest_window_log = 27;

}  // namespace

void ZstdStream::Free::operator()(ZSTD_DCtx_s* context) const {
  ZSTD_freeDCtx(context);
}

ZstdStream::ZstdStream() : context_(ZSTD_createDCtx()) {
  if (context_) ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, largest_window_log);
}

bool ZstdStream::decompress(View piece, std::vector<std::uint8_t>& out) {
  consumed_ += piece.size();
  if (context_ && run(piece, out)) return true;
  if (context_) ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
  return false;
}

bool ZstdStream::run(View piece, std::vector<std::uint8_t>& out) {
  ZSTD_inBuffer in{piece.data(), piece.size(), 0};
  room_.resize(ZSTD_DStreamOutSize());
  for (bool full = true; in.pos < in.size || full;) {
    if (produced_ > always_allowed + consumed_ * largest_ratio) return false;
    ZSTD_outBuffer to{room_.data(), room_.size(), 0};
    const std::size_t result = ZSTD_decompressStream(context_.get(), &to, &in);
    out.insert(out.end(), room_.begin(), room_.begin() + static_cast<std::ptrdiff_t>(to.pos));
    produced_ += to.pos;
    if (ZSTD_isError(result) != 0) return false;
    full = to.pos == room_.size();
  }
  return true;
}

}  // namespace perf::bytes
