#include "session/ordered.h"

#include <algorithm>

#include "records/parse.h"
#include "session/chunk_reader.h"

namespace perf::session {
namespace {

constexpr std::size_t largest_record = 65536;
constexpr std::size_t prefetch_distance = 8;

bool time_lies_alike(const event::EventSet& events) {
  return std::all_of(events.begin(), events.end(), [&](const event::Event& event) {
    return event.layout.sample.time == events.common_layout().sample.time &&
           event.layout.trailer == events.common_layout().trailer;
  });
}

}  // namespace

Ordered::Ordered(const file::Recording& recording, const std::vector<file::Section>& stretches,
                 Until until)
    : recording_(recording),
      ordered_(recording.events().ordered()),
      until_(until),
      same_layout_(ordered_ && time_lies_alike(recording.events())),
      stretches_(stretches.empty() ? recording.sections() : stretches) {
  if (!stretches_.empty()) offset_ = stretches_.front().offset;
}

bool Ordered::next(records::RawRecord& record, base::OrderKey& key) {
  for (;;) {
    if (head_ < ready_) {
      const Kept& kept = queue_[head_++];
      prefetch(head_ + prefetch_distance);
      record = record_of(kept);
      key = kept.key;
      handed_out_ = kept.block;
      return true;
    }
    if (ended_) return false;
    if (!read_record(record)) {
      if (until_ == Until::end) end_round(true);
      ended_ = true;
    } else if (record.type == event::record_finished_round) {
      if (recording_.has_rounds()) end_round(false);
    } else {
      key = key_of(record);
      if (key.time == 0) {
        handed_out_ = first_block_ + static_cast<std::uint32_t>(blocks_.size()) - 1;
        return true;
      }
      keep(key);
    }
  }
}

// A round is larger than the caches; its records are touched in an order that only the queue knows.
void Ordered::prefetch(std::size_t index) const {
  if (index >= ready_) return;
  const Kept& kept = queue_[index];
  __builtin_prefetch(block_at(kept.block)->bytes.data() + kept.at);
}

records::RawRecord Ordered::record_of(const Kept& kept) const {
  const Block& block = *block_at(kept.block);
  return records::record_at(bytes::View(block.bytes).first(block.filled), kept.at,
                            block.offset + kept.at);
}

base::OrderKey Ordered::key_of(const records::RawRecord& record) const {
  if (!ordered_) return {0, record.offset};
  const event::EventSet& events = recording_.events();
  if (same_layout_) return records::order_key(record, events.common_layout());
  if (record.type != event::record_sample) {
    return records::order_key(record, events.layout_of_trailer(record.body));
  }
  const std::uint32_t event = events.of_sample(record.body);
  if (event >= events.size()) return {0, record.offset};
  return records::order_key(record, events.at(event).layout);
}

// The next record in the file; at_ is then behind it.
bool Ordered::read_record(records::RawRecord& record) {
  for (bool fresh = false;; fresh = true) {
    if (!blocks_.empty()) {
      const Block& block = *blocks_.back();
      record =
          records::record_at(bytes::View(block.bytes).first(block.filled), at_, block.offset + at_);
      if (record.type != 0) {
        at_ += records::stride(record);
        offset_ = block.offset + at_;
        return true;
      }
    }
    if (fresh || !fill()) return false;
  }
}

// A new block from offset_ on; it begins with the record that the last one cut.
bool Ordered::fill() {
  if (stretch_ < stretches_.size() && offset_ >= stretches_[stretch_].end()) {
    if (++stretch_ < stretches_.size()) offset_ = stretches_[stretch_].offset;
  }
  if (stretch_ >= stretches_.size()) return false;
  if (queue_.empty()) release_blocks();
  std::shared_ptr<Block> block;
  if (spare_.empty()) {
    block = std::make_shared<Block>();
    block->bytes.resize(block_size + largest_record);
  } else {
    block = std::move(spare_.back());
    spare_.pop_back();
  }
  const std::size_t wanted =
      std::min<std::uint64_t>(stretches_[stretch_].end() - offset_, block->bytes.size());
  const auto got = recording_.read(offset_, std::span(block->bytes).first(wanted));
  if (!got) {
    error_ = got.error();
    return false;
  }
  block->offset = offset_;
  block->filled = *got;
  blocks_.push_back(std::move(block));
  at_ = 0;
  return *got != 0;
}

void Ordered::keep(const base::OrderKey& key) {
  if (queue_.size() == head_ || key < queue_.back().key) runs_.push_back(queue_.size());
  const auto block = first_block_ + static_cast<std::uint32_t>(blocks_.size()) - 1;
  const Block& bytes = *blocks_.back();
  queue_.push_back({key, block, static_cast<std::uint32_t>(key.offset - bytes.offset)});
  latest_ = std::max(latest_, key.time);
}

// Everything up to the latest time of the round before is now complete: the kernel's buffers were
// all emptied in between.
void Ordered::end_round(bool last) {
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(head_));
  for (std::size_t& run : runs_) run -= std::min(run, head_);
  head_ = 0;
  merge_runs();
  release_blocks();
  const auto ready =
      last ? queue_.end()
           : std::partition_point(queue_.begin(), queue_.end(),
                                  [&](const Kept& kept) { return kept.key.time <= flush_; });
  ready_ = static_cast<std::size_t>(ready - queue_.begin());
  flush_ = latest_;
}

// Each CPU's buffer is in order and is written as one piece: few runs, so merging is cheap.
void Ordered::merge_runs() {
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

void Ordered::release_blocks() {
  std::uint32_t first = first_block_ + static_cast<std::uint32_t>(blocks_.size());
  if (first != first_block_) --first;  // the current one stays
  for (const Kept& kept : queue_) first = std::min(first, kept.block);
  for (; first_block_ < first; ++first_block_) {
    if (blocks_.front().use_count() == 1) spare_.push_back(std::move(blocks_.front()));
    blocks_.pop_front();
  }
}

}  // namespace perf::session
