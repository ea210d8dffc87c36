// Records as they come out of the kernel's buffers, each in one piece. It decodes none of them.
#pragma once

#include "live/evlist.h"
#include "records/record.h"

namespace perf::live {

// The record whose beginning is `left`, in one piece with what it needs of the second; empty if it
// is none.
std::vector<std::uint8_t> joined(bytes::View left, bytes::View second);

// All records of a buffer to a visitor, in place but for one that goes round the end; their offsets
// begin with `offset`. How many bytes they are: what follows is no record.
template <class Visitor>
std::size_t walk(const Ring::Pieces& pieces, std::uint64_t offset, Visitor&& visit) {
  const auto walk_piece = [&](bytes::View bytes) {
    std::size_t at = 0;
    for (records::RawRecord record; (record = records::record_at(bytes, at, offset)).type != 0;) {
      at += record.size();
      offset += record.size();
      visit(record);
    }
    return at;
  };
  std::size_t walked = walk_piece(pieces.first);
  if (walked == pieces.first.size()) return walked + walk_piece(pieces.second);
  const bytes::View left = pieces.first.subspan(walked);
  const std::vector<std::uint8_t> torn = joined(left, pieces.second);
  if (torn.empty()) return walked;
  walked += walk_piece(torn);
  return walked + walk_piece(pieces.second.subspan(torn.size() - left.size()));
}

class RingReader {
 public:
  explicit RingReader(std::shared_ptr<Rings> rings);

  [[nodiscard]] const Rings& rings() const { return *rings_; }
  [[nodiscard]] const std::shared_ptr<Rings>& shared_rings() const { return rings_; }
  [[nodiscard]] std::size_t size() const { return pending_.size(); }
  [[nodiscard]] int cpu(std::size_t ring) const { return rings_->all()[ring].place().cpu; }

  // The next record of a buffer, false when it is empty. Its bytes hold until the next call for the
  // same buffer; its offset says how much was read before.
  bool next(std::size_t ring, records::RawRecord& record);
  // All records of the buffer of that number, to a visitor: they stay in the kernel's buffer where
  // that is possible.
  template <class Visitor>
  void each(std::size_t number, Visitor&& visit);
  // Something was taken out of the kernel's buffers that next() has not given yet.
  [[nodiscard]] bool has_pending() const;
  // Bytes that were no records.
  [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

 private:
  struct Pending {
    std::vector<std::uint8_t> bytes;
    std::size_t at = 0;
  };

  [[nodiscard]] bool has_pending(std::size_t ring) const {
    return pending_[ring].at < pending_[ring].bytes.size();
  }

  std::shared_ptr<Rings> rings_;
  std::vector<Pending> pending_;  // by buffer
  std::uint64_t read_ = 0, damaged_ = 0;
};

template <class Visitor>
void RingReader::each(std::size_t number, Visitor&& visit) {
  records::RawRecord record;
  Ring& ring = rings_->all()[number];
  while ((has_pending(number) || ring.place().overwrites) && next(number, record)) visit(record);
  if (ring.place().overwrites) return;
  const auto turn = rings_->turn();
  const Ring::Pieces pieces = ring.peek();
  const std::size_t walked = walk(pieces, read_, visit);
  read_ += walked;
  damaged_ += pieces.size() - walked;
  ring.release(pieces);
}

}  // namespace perf::live
