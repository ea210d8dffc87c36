#include "file/unpacker.h"

namespace perf::file {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 20;

}  // namespace

base::Result<Unpacker> Unpacker::create(std::uint64_t begin, bool foreign) {
  auto spool = bytes::Spool::create();
  if (!spool) return spool.error();
  return Unpacker(std::move(*spool), begin, foreign);
}

base::Result<void> Unpacker::copy(bytes::View bytes, std::uint64_t offset) {
  note(offset, false);
  return append(bytes);
}

base::Result<void> Unpacker::append(bytes::View bytes) {
  block_.insert(block_.end(), bytes.begin(), bytes.end());
  size_ += bytes.size();
  return block_.size() < block_size ? base::Result<void>() : write_block();
}

base::Result<void> Unpacker::write_block() {
  if (writing_.valid()) {
    if (const auto written = writing_.get(); !written) return written;
  }
  writing_ = std::async(std::launch::async,
                        [this, block = std::move(block_)] { return spool_.append(block); });
  block_ = {};
  block_.reserve(block_size * 2);
  return {};
}

base::Result<bytes::InputFile> Unpacker::file() && {
  if (const auto last = write_block(); !last) return last.error();
  if (const auto written = writing_.get(); !written) return written.error();
  return std::move(spool_).file();
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
