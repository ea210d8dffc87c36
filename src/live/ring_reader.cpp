#include "live/ring_reader.h"

#include <algorithm>

namespace perf::live {

RingReader::RingReader(std::shared_ptr<Rings> rings)
    : rings_(std::move(rings)), pending_(rings_->all().size()) {}

bool RingReader::next(std::size_t ring, records::RawRecord& record) {
  Pending& pending = pending_[ring];
  if (pending.at >= pending.bytes.size()) {
    pending.bytes.clear();
    pending.at = 0;
    if (rings_->all()[ring].drain(pending.bytes) == 0) return false;
  }
  record = records::record_at(pending.bytes, pending.at, read_);
  if (record.type == 0) {
    damaged_ += pending.bytes.size() - pending.at;
    pending.at = pending.bytes.size();
    return false;
  }
  pending.at += record.size();
  read_ += record.size();
  return true;
}

bool RingReader::has_pending() const {
  return std::any_of(pending_.begin(), pending_.end(),
                     [](const Pending& pending) { return pending.at < pending.bytes.size(); });
}

}  // namespace perf::live
