#include "file/unpacker.h"

namespace perf::file {

base::Result<Unpacker> Unpacker::create(std::uint64_t begin, bool foreign) {
  auto spool = bytes::Spool::create();
  if (!spool) return spool.error();
  return Unpacker(std::move(*spool), begin, foreign);
}

base::Result<void> Unpacker::copy(bytes::View bytes, std::uint64_t offset) {
  note(offset, false);
  return spool_.append(bytes);
}

// Of the whole record there, else 0.
std::size_t Unpacker::record_size(std::size_t at) const {
  const bytes::View rest = bytes::View(waiting_).subspan(at);
  bytes::Cursor in(rest, foreign_);
  in.skip(sizeof(std::uint32_t) + sizeof(std::uint16_t));
  const auto size = in.read<std::uint16_t>();
  return size >= sizeof(records::Header) && size <= rest.size() ? size : 0;
}

void Unpacker::note(std::uint64_t offset, bool packed) {
  const std::uint64_t here = written().end();
  if (!origins_.empty() && !packed && !origins_.back().packed) {
    const Origin& last = origins_.back();
    if (here - last.offset == offset - last.origin) return;
  }
  origins_.push_back({here, offset, packed});
}

}  // namespace perf::file
