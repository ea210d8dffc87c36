#include "session/chunk_reader.h"

namespace perf::session {

base::Error ChunkReader::wrong(std::size_t at, std::size_t filled, std::uint64_t offset,
                               std::uint64_t end) {
  records::Header header{};
  if (at + sizeof header > filled) {
    return {base::Code::truncated, offset, at + sizeof header - filled};
  }
  std::memcpy(&header, buffer_.data() + at, sizeof header);
  if (header.size < sizeof header) return {base::Code::bad_record_size, offset, header.size};
  if (header.type == 0) return {base::Code::bad_record, offset, 0};
  return {base::Code::truncated, offset,
          offset + header.size - std::min(end, offset + filled - at)};
}

}  // namespace perf::session
