// Walks the whole records of a stretch of a recording, block by block, in one buffer that is used
// again, over whatever is no record. What the records mean is the caller's business.
#pragma once

#include <algorithm>
#include <vector>

#include "base/result.h"
#include "file/damage.h"
#include "records/record.h"

namespace perf::file {

// What is wrong with the record that `bytes` begins with, `left` bytes before the end of the data.
base::Error no_record(bytes::View bytes, std::uint64_t offset, std::uint64_t left);

// Whether records can be looked for behind it. Not so behind a kernel's record whose size is
// destroyed: what follows may be any data, and look like records.
bool has_a_way_on(const base::Error& error, bytes::View bytes);

// `Records` has read(offset, buffer), which begins with a record, resume(offset, end) and
// stride(record).
template <class Records>
class RecordWalk {
 public:
  static constexpr std::size_t block_size = std::size_t{1} << 18;

  explicit RecordWalk(const Records& records) : records_(records) {}

  // Calls visit(record) for each record from `offset` on, `size` bytes; returns where it stopped.
  // What is no record is noted in `damage`, and skip(from, to) called when records go on behind it.
  template <class Visitor, class Skip>
  base::Result<std::uint64_t> walk(std::uint64_t offset, std::uint64_t size, DamageList& damage,
                                   Visitor&& visit, Skip&& skip);
  template <class Visitor>
  base::Result<std::uint64_t> walk(std::uint64_t offset, std::uint64_t size, DamageList& damage,
                                   Visitor&& visit) {
    return walk(offset, size, damage, visit, [](std::uint64_t, std::uint64_t) {});
  }

 private:
  static constexpr std::size_t largest_record = 65536;

  const Records& records_;
  std::vector<std::uint8_t> buffer_;
};

template <class Records>
template <class Visitor, class Skip>
base::Result<std::uint64_t> RecordWalk<Records>::walk(std::uint64_t offset, std::uint64_t size,
                                                      DamageList& damage, Visitor&& visit,
                                                      Skip&& skip) {
  buffer_.resize(block_size + largest_record);
  const std::uint64_t end = offset + size;
  while (offset < end) {
    const std::size_t wanted = std::min<std::uint64_t>(end - offset, buffer_.size());
    const auto got = records_.read(offset, std::span(buffer_).first(wanted));
    if (!got) return got.error();
    const bytes::View bytes(buffer_.data(), *got);
    std::uint64_t at = 0;
    while (at < bytes.size()) {
      const records::RawRecord record = records::record_at(bytes, at, offset + at);
      if (record.type == 0) break;
      std::uint64_t next = record.size();
      if (record.type >= event::record_user_start) {  // only these have something behind them
        next = records_.stride(record);
        if (next > end - record.offset) break;
      }
      visit(record);
      at += next;
    }
    offset += at;
    const bool full = *got == buffer_.size();
    if (offset == end || (at != 0 && full)) continue;
    const bytes::View rest = bytes.subspan(std::min<std::uint64_t>(at, bytes.size()));
    const base::Error error = no_record(rest, offset, end - offset);
    std::uint64_t next = end;
    if (has_a_way_on(error, rest) && *got == wanted) {
      const auto found = records_.resume(offset + 1, end);
      if (!found) return found.error();
      next = *found;
    }
    damage.add(error, next - offset);
    if (next == end) break;
    skip(offset, next);
    offset = next;
  }
  return offset;
}

}  // namespace perf::file
