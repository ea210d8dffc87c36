#include "session/live_rounds.h"

namespace perf::session {

LiveRounds::LiveRounds(std::shared_ptr<live::Rings> rings, const event::EventSet& events)
    : rings_(std::move(rings)), keys_(events) {}

std::size_t LiveRounds::take(bool last) {
  release_blocks();
  blocks_.push_back({read_, std::move(spare_)});
  spare_ = {};
  std::vector<std::uint8_t>& bytes = blocks_.back().bytes;
  bytes.clear();
  const auto turn = rings_->turn();
  for (live::Ring& ring : rings_->all()) {
    const std::size_t begin = bytes.size();
    ring.drain(bytes);
    keep_records(begin, bytes.size());
  }
  read_ += bytes.size();
  // The records of one buffer are in order already.
  queue_.end_round(last || rings_->all().size() == 1);
  return bytes.size();
}

void LiveRounds::keep_records(std::size_t begin, std::size_t end) {
  const Block& block = blocks_.back();
  const auto number = first_block_ + static_cast<std::uint32_t>(blocks_.size()) - 1;
  const bytes::View view = bytes::View(block.bytes).first(end);
  for (std::size_t at = begin; at < end;) {
    const records::RawRecord record = records::record_at(view, at, block.offset + at);
    if (record.type == 0) {
      damaged_ += end - at;
      return;
    }
    queue_.keep({keys_.key_of(record), number, static_cast<std::uint32_t>(at)});
    at += record.size();
  }
}

bool LiveRounds::next(records::RawRecord& record, base::OrderKey& key) {
  const TimeQueue::Kept* kept = queue_.next();
  if (kept == nullptr) return false;
  const Block& block = blocks_[kept->block - first_block_];
  record = records::record_at(block.bytes, kept->at, block.offset + kept->at);
  key = kept->key;
  return true;
}

void LiveRounds::release_blocks() {
  const auto end = first_block_ + static_cast<std::uint32_t>(blocks_.size());
  for (const std::uint32_t first = queue_.first_block(end); first_block_ < first; ++first_block_) {
    spare_ = std::move(blocks_.front().bytes);
    blocks_.pop_front();
  }
}

}  // namespace perf::session
