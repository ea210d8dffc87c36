#include "bytes/zstd_writer.h"

#include <zstd.h>

namespace perf::bytes {

void ZstdWriter::Free::operator()(ZSTD_CCtx_s* context) const {
  ZSTD_freeCCtx(context);
}

ZstdWriter::ZstdWriter(int level) : context_(ZSTD_createCCtx()) {
  if (context_) ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level);
}

View ZstdWriter::compress(View piece) {
  if (!context_) return {};
  buffer_.resize(ZSTD_compressBound(piece.size()) + ZSTD_CStreamOutSize());
  ZSTD_inBuffer in{piece.data(), piece.size(), 0};
  ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
  if (ZSTD_compressStream2(context_.get(), &out, &in, ZSTD_e_flush) != 0) return {};
  return View(buffer_).first(out.pos);
}

}  // namespace perf::bytes
