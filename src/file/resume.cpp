#include "file/resume.h"

#include <algorithm>

#include "records/record.h"

namespace perf::file {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 20;
constexpr std::size_t convincing = 4;  // records one after the other
constexpr std::size_t look_ahead = convincing * 65536;

class Searcher {
 public:
  Searcher(bytes::View bytes, bool foreign, bool last)
      : bytes_(bytes), foreign_(foreign), last_(last) {}

  // The first place before `limit` where records begin, `limit` when there is none.
  [[nodiscard]] std::size_t search(std::size_t limit) const {
    for (std::size_t at = 0; at < limit; ++at) {
      // A hole in a file is zeros.
      if (word_at(at) == 0) {
        at = next_not_zero(at);
        at = at < 8 ? 0 : at - 8;
      }
      if (begins(at)) return std::min(at, limit);
    }
    return limit;
  }

 private:
  [[nodiscard]] std::uint64_t word_at(std::size_t at) const {
    std::uint64_t word = 1;
    if (bytes_.size() - at >= sizeof word) std::memcpy(&word, bytes_.data() + at, sizeof word);
    return word;
  }

  [[nodiscard]] std::size_t next_not_zero(std::size_t at) const {
    while (bytes_.size() - at > 8 && word_at(at) == 0) at += 8;
    while (at < bytes_.size() && bytes_[at] == 0) ++at;
    return at;
  }

  // The size of what looks like a record there, else 0.
  [[nodiscard]] std::size_t record_size(std::size_t at) const {
    if (bytes_.size() - at < sizeof(records::Header)) return 0;
    bytes::Cursor in(bytes_.subspan(at, sizeof(records::Header)), foreign_);
    const auto type = in.read<std::uint32_t>();
    in.skip(2);
    const auto size = in.read<std::uint16_t>();
    const bool likely = event::record_name(type) != nullptr && size >= sizeof(records::Header) &&
                        size % 8 == 0 && size <= bytes_.size() - at;
    return likely ? size : 0;
  }

  [[nodiscard]] bool begins(std::size_t at) const {
    for (std::size_t found = 0; found < convincing; ++found) {
      if (at == bytes_.size()) return last_ && found != 0;
      const std::size_t size = record_size(at);
      if (size == 0) return false;
      at += size;
    }
    return true;
  }

  bytes::View bytes_;
  bool foreign_;
  bool last_;  // nothing follows the bytes
};

}  // namespace

base::Result<std::uint64_t> resume(const Source& source, bool foreign, std::uint64_t offset,
                                   std::uint64_t end) {
  std::vector<std::uint8_t> buffer;
  while (offset < end) {
    buffer.resize(std::min<std::uint64_t>(end - offset, block_size + look_ahead));
    const auto got = source.read(offset, buffer);
    if (!got) return got.error();
    const bool last = *got < buffer.size() || offset + *got == end;
    const std::size_t limit = last ? *got : block_size;
    const Searcher searcher(bytes::View(buffer).first(*got), foreign, last);
    const std::size_t found = searcher.search(limit);
    if (found < limit) return offset + found;
    if (last) break;
    offset += limit;
  }
  return end;
}

}  // namespace perf::file
