#include "session/ordered.h"

#include <algorithm>

#include "session/chunk_reader.h"

namespace perf::session {
namespace {

constexpr std::size_t largest_record = 65536;
constexpr std::size_t prefetch_distance = 8;

}  // namespace

Ordered::Ordered(const file::Recording& recording, const std::vector<file::Section>& stretches,
                 Until until)
    : recording_(recording),
      keys_(recording.events()),
      until_(until),
      stretches_(stretches.empty() ? recording.sections() : stretches) {
  if (!stretches_.empty()) offset_ = stretches_.front().offset;
}

bool Ordered::next(records::RawRecord& record, base::OrderKey& key) {
  for (;;) {
    if (const TimeQueue::Kept* kept = queue_.next()) {
      prefetch();
      record = record_of(*kept);
      key = kept->key;
      handed_out_ = kept->block;
      return true;
    }
    if (ended_) return false;
    if (!read_record(record)) {
      if (until_ == Until::end) end_round(true);
      ended_ = true;
    } else if (record.type == event::record_finished_round) {
      if (recording_.has_rounds()) end_round(false);
    } else {
      key = keys_.key_of(record);
      if (key.time == 0) {
        handed_out_ = first_block_ + static_cast<std::uint32_t>(blocks_.size()) - 1;
        return true;
      }
      keep(key);
    }
  }
}

// A round is larger than the caches; its records are touched in an order that only the queue knows.
void Ordered::prefetch() const {
  if (const TimeQueue::Kept* kept = queue_.ahead(prefetch_distance)) {
    __builtin_prefetch(block_at(kept->block)->bytes.data() + kept->at);
  }
}

records::RawRecord Ordered::record_of(const TimeQueue::Kept& kept) const {
  const Block& block = *block_at(kept.block);
  return records::record_at(bytes::View(block.bytes).first(block.filled), kept.at,
                            block.offset + kept.at);
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
  if (stretch_ >= stretches_.size()) return false;
  if (offset_ >= stretches_[stretch_].end()) {
    if (++stretch_ == stretches_.size()) return false;
    offset_ = stretches_[stretch_].offset;
  }
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
  const auto block = first_block_ + static_cast<std::uint32_t>(blocks_.size()) - 1;
  queue_.keep({key, block, static_cast<std::uint32_t>(key.offset - blocks_.back()->offset)});
}

void Ordered::end_round(bool last) {
  queue_.end_round(last);
  release_blocks();
}

void Ordered::release_blocks() {
  std::uint32_t first = first_block_ + static_cast<std::uint32_t>(blocks_.size());
  if (first != first_block_) --first;  // the current one stays
  first = queue_.first_block(first);
  for (; first_block_ < first; ++first_block_) {
    if (blocks_.front().use_count() == 1) spare_.push_back(std::move(blocks_.front()));
    blocks_.pop_front();
  }
}

}  // namespace perf::session
