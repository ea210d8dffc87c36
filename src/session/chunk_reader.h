// Walks the whole records of a stretch of a recording, block by block, in one buffer that is used
// again. What the records mean is the caller's business.
#pragma once

#include <vector>

#include "file/recording.h"
#include "records/record.h"
#include "session/damage.h"

namespace perf::session {

inline constexpr std::size_t block_size = std::size_t{1} << 20;

class ChunkReader {
 public:
  explicit ChunkReader(const file::Recording& recording) : recording_(recording) {}

  // Calls visit(record) for each record from `offset` on, `size` bytes; returns where it stopped.
  // A record that is no record ends the walk and is noted in `damage`.
  template <class Visitor>
  base::Result<std::uint64_t> walk(std::uint64_t offset, std::uint64_t size, DamageList& damage,
                                   Visitor&& visit);

 private:
  // Tells what is wrong with the record at `at` of the buffer, `offset` in the file.
  base::Error wrong(std::size_t at, std::size_t filled, std::uint64_t offset, std::uint64_t end);

  const file::Recording& recording_;
  std::vector<std::uint8_t> buffer_;
};

template <class Visitor>
base::Result<std::uint64_t> ChunkReader::walk(std::uint64_t offset, std::uint64_t size,
                                              DamageList& damage, Visitor&& visit) {
  buffer_.resize(block_size + 65536);
  const std::uint64_t end = offset + size;
  while (offset < end) {
    const std::size_t wanted = std::min<std::uint64_t>(end - offset, buffer_.size());
    const auto got = recording_.read(offset, std::span(buffer_).first(wanted));
    if (!got) return got.error();
    const bytes::View bytes(buffer_.data(), *got);
    std::size_t at = 0;
    while (at < bytes.size()) {
      const records::RawRecord record = records::record_at(bytes, at, offset + at);
      if (record.type == 0) break;
      visit(record);
      at += record.size();
    }
    offset += at;
    if (at != 0 && *got == wanted && offset < end && wanted == buffer_.size()) continue;
    if (offset < end) {
      damage.add(wrong(at, *got, offset, end), end - offset);
      break;
    }
  }
  return offset;
}

}  // namespace perf::session
