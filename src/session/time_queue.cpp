#include "session/time_queue.h"

#include <algorithm>

namespace perf::session {

void TimeQueue::keep(const Kept& kept) {
  if (queue_.size() == head_ || kept.key < queue_.back().key) runs_.push_back(queue_.size());
  queue_.push_back(kept);
  latest_ = std::max(latest_, kept.key.time);
}

void TimeQueue::end_round(bool last) {
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(head_));
  for (std::size_t& run : runs_) run -= std::min(run, head_);
  head_ = 0;
  merge_runs();
  const auto ready =
      last ? queue_.end()
           : std::partition_point(queue_.begin(), queue_.end(),
                                  [&](const Kept& kept) { return kept.key.time <= flush_; });
  ready_ = static_cast<std::size_t>(ready - queue_.begin());
  flush_ = latest_;
}

// Each CPU's buffer is in order and is written as one piece: few runs, so merging is cheap.
void TimeQueue::merge_runs() {
  const auto by_key = [](const Kept& a, const Kept& b) { return a.key < b.key; };
  while (runs_.size() > 1) {
    scratch_.resize(queue_.size());
    std::size_t merged = 0;
    auto out = scratch_.begin();
    for (std::size_t i = 0; i < runs_.size(); i += 2) {
      const auto at = [&](std::size_t run) {
        const std::size_t place = run < runs_.size() ? runs_[run] : queue_.size();
        return queue_.begin() + static_cast<std::ptrdiff_t>(place);
      };
      const auto start = runs_[i];
      out = std::merge(at(i), at(i + 1), at(i + 1), at(i + 2), out, by_key);
      runs_[merged++] = start;
    }
    runs_.resize(merged);
    queue_.swap(scratch_);
  }
  if (queue_.empty()) runs_.clear();
}

std::uint32_t TimeQueue::first_block(std::uint32_t otherwise) const {
  std::uint32_t first = otherwise;
  for (const Kept& kept : queue_) first = std::min(first, kept.block);
  return first;
}

}  // namespace perf::session
