#include "file/source.h"

#include <algorithm>

namespace perf::file {

void Source::cut(std::uint64_t offset) {
  while (!pieces_.empty() && pieces_.back().where.offset >= offset) pieces_.pop_back();
  if (pieces_.empty()) return;
  Section& last = pieces_.back().where;
  last.size = std::min(last.size, offset - last.offset);
}

void Source::close() {
  for (bytes::InputFile& file : files_) file.close();
}

base::Result<std::size_t> Source::read(std::uint64_t offset, std::span<std::uint8_t> buffer) const {
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), offset,
      [](std::uint64_t wanted, const Piece& piece) { return wanted < piece.where.offset; });
  std::size_t done = 0;
  for (auto piece = after == pieces_.begin() ? after : after - 1;
       piece != pieces_.end() && done < buffer.size(); ++piece) {
    const std::uint64_t at = offset + done;
    if (at < piece->where.offset || at >= piece->where.end()) break;
    const std::uint64_t left = piece->where.end() - at;
    const std::size_t wanted = std::min<std::uint64_t>(left, buffer.size() - done);
    const auto got = files_[piece->file].read_at(piece->from + (at - piece->where.offset),
                                                 buffer.subspan(done, wanted));
    if (!got) return got.error();
    done += *got;
    if (*got < wanted) break;
  }
  return done;
}

}  // namespace perf::file
