// Hands out every record of a recording in order of time, one at a time: what lies between two
// FINISHED_ROUND records is kept and sorted, nothing is copied. It decodes no more than times.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "file/recording.h"
#include "session/record_keys.h"
#include "session/time_queue.h"

namespace perf::session {

// A recording that cannot be put in order of time is handed out in file order, and so are records
// without a time, at once. FINISHED_ROUND itself is not handed out. Whatever ends the walk early
// has been noted by the scan.
class Ordered {
 public:
  // The records of a recording that is being written are in their final order up to the end of the
  // last round but one.
  enum class Until : std::uint8_t { end, last_round };

  struct Block {
    std::uint64_t offset = 0;  // in the file
    std::size_t filled = 0;
    std::vector<std::uint8_t> bytes;
  };

  // Without `stretches` every section is taken to be whole.
  explicit Ordered(const file::Recording& recording,
                   const std::vector<file::Section>& stretches = {}, Until until = Until::end);

  // False at the end. The record's bytes stay valid until the next call, or as long as block() is
  // held. `key` is what the machine is to be asked with.
  bool next(records::RawRecord& record, base::OrderKey& key);

  // Who owns the bytes of the record handed out last.
  [[nodiscard]] std::shared_ptr<const Block> block() const {
    return handed_out_ < first_block_ ? nullptr : block_at(handed_out_);
  }
  [[nodiscard]] std::uint32_t block_number() const { return handed_out_; }
  // A read that failed, after next() gave false.
  [[nodiscard]] const std::optional<base::Error>& error() const { return error_; }
  // How far the file is read.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }

 private:
  [[nodiscard]] const std::shared_ptr<Block>& block_at(std::uint32_t number) const {
    return blocks_[number - first_block_];
  }
  void prefetch() const;
  [[nodiscard]] records::RawRecord record_of(const TimeQueue::Kept& kept) const;
  bool read_record(records::RawRecord& record);
  bool fill();
  void keep(const base::OrderKey& key);
  void end_round(bool last);
  void release_blocks();

  const file::Recording& recording_;
  RecordKeys keys_;
  Until until_;
  std::vector<file::Section> stretches_;
  std::size_t stretch_ = 0;  // that is read
  std::uint64_t offset_ = 0;
  bool ended_ = false;
  std::optional<base::Error> error_;

  std::deque<std::shared_ptr<Block>> blocks_;  // those that something kept lies in, and the current
  std::vector<std::shared_ptr<Block>> spare_;
  std::uint32_t first_block_ = 0;
  std::size_t at_ = 0;  // of the next record, in the last block
  std::uint32_t handed_out_ = 0;

  TimeQueue queue_;
};

}  // namespace perf::session
