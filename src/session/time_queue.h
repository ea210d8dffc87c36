// Records that wait until their place in the order of time is known, by their keys and where their
// bytes lie; they are handed out round by round. Whoever owns the bytes keeps them meanwhile.
#pragma once

#include <vector>

#include "base/ids.h"

namespace perf::session {

class TimeQueue {
 public:
  struct Kept {
    base::OrderKey key;
    std::uint32_t block = 0;  // numbered by the owner, in the order in which they were read
    std::uint32_t at = 0;     // in the block
  };

  void keep(const Kept& kept);
  // All buffers were emptied since the last time: what is not later than the latest record of the
  // round before is now complete; with the last round everything is.
  void end_round(bool last);

  // The next in order, nullptr if none is known yet; it holds until the next call of any method.
  const Kept* next() { return head_ < ready_ ? &queue_[head_++] : nullptr; }
  // The one that so many calls of next() will give.
  [[nodiscard]] const Kept* ahead(std::size_t distance) const {
    return head_ + distance < ready_ ? &queue_[head_ + distance] : nullptr;
  }
  [[nodiscard]] bool empty() const { return queue_.empty(); }
  // The first block that something kept lies in; `otherwise` if nothing is kept.
  [[nodiscard]] std::uint32_t first_block(std::uint32_t otherwise) const;

 private:
  void merge_runs();

  std::vector<Kept> queue_, scratch_;
  std::vector<std::size_t> runs_;  // where each ascending run of the queue starts
  std::size_t head_ = 0;           // first that is not handed out
  std::size_t ready_ = 0;          // those before it may be handed out
  base::Time latest_ = 0;          // of all that were kept
  base::Time flush_ = 0;           // latest_ at the end of the round before
};

}  // namespace perf::session
