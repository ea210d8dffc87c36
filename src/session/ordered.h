// Hands out every record of a recording in order of time, one at a time: what lies between two
// FINISHED_ROUND records is kept and sorted, nothing is copied. It decodes no more than times.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "file/recording.h"
#include "records/record.h"

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
  struct Kept {
    base::OrderKey key;
    std::uint32_t block = 0;  // counted from the first block of the file
    std::uint32_t at = 0;     // in the block
  };

  [[nodiscard]] const std::shared_ptr<Block>& block_at(std::uint32_t number) const {
    return blocks_[number - first_block_];
  }
  void prefetch(std::size_t index) const;
  [[nodiscard]] records::RawRecord record_of(const Kept& kept) const;
  [[nodiscard]] base::OrderKey key_of(const records::RawRecord& record) const;
  bool read_record(records::RawRecord& record);
  bool fill();
  void keep(const base::OrderKey& key);
  void end_round(bool last);
  void merge_runs();
  void release_blocks();

  const file::Recording& recording_;
  bool ordered_;
  Until until_;
  bool same_layout_;  // the time lies at the same place in the samples of all events
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

  std::vector<Kept> queue_, scratch_;
  std::vector<std::size_t> runs_;  // where each ascending run of the queue starts
  std::size_t head_ = 0;           // first that is not handed out
  std::size_t ready_ = 0;          // those before it may be handed out
  base::Time latest_ = 0;          // of all that were read
  base::Time flush_ = 0;           // latest_ at the end of the round before
};

}  // namespace perf::session
