// The records of the kernel's buffers in order of time: in rounds, each of which empties all of
// them. It decodes nothing but times, and nothing is lost here.
#pragma once

#include <deque>

#include "live/evlist.h"
#include "session/record_keys.h"
#include "session/time_queue.h"

namespace perf::session {

class LiveRounds {
 public:
  // Refers to the events for ever.
  LiveRounds(std::shared_ptr<live::Rings> rings, const event::EventSet& events);

  // Empties the buffers; how many bytes were in them. With `last` nothing is waited for any more.
  std::size_t take(bool last = false);
  // The next record in order, false if none is known yet. Its bytes hold until the next take(); its
  // offset says how much was read before it.
  bool next(records::RawRecord& record, base::OrderKey& key);

  [[nodiscard]] const live::Rings& rings() const { return *rings_; }
  // Bytes that were no records.
  [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

 private:
  struct Block {
    std::uint64_t offset = 0;  // what was read before it
    std::vector<std::uint8_t> bytes;
  };

  void keep_records(std::size_t begin, std::size_t end);
  void release_blocks();

  std::shared_ptr<live::Rings> rings_;
  RecordKeys keys_;
  TimeQueue queue_;
  std::deque<Block> blocks_;
  std::vector<std::uint8_t> spare_;
  std::uint32_t first_block_ = 0;
  std::uint64_t read_ = 0, damaged_ = 0;
};

}  // namespace perf::session
