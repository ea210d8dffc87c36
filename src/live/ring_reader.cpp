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
    const auto turn = rings_->turn();
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

std::vector<std::uint8_t> joined(bytes::View left, bytes::View second) {
  constexpr std::size_t largest_record = 65535;
  std::vector<std::uint8_t> bytes(left.begin(), left.end());
  const bytes::View more = second.first(std::min(second.size(), largest_record));
  bytes.insert(bytes.end(), more.begin(), more.end());
  const records::RawRecord record = records::record_at(bytes, 0, 0);
  bytes.resize(record.type == 0 ? 0 : record.size());
  return bytes;
}

bool RingReader::has_pending() const {
  return std::any_of(pending_.begin(), pending_.end(),
                     [](const Pending& pending) { return pending.at < pending.bytes.size(); });
}

}  // namespace perf::live
