#include "live/ring_reader.h"

#include <algorithm>
#include <cstring>

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
  std::vector<std::uint8_t> bytes(left.begin(), left.end());
  const auto extend_to = [&](std::size_t size) {
    if (size <= left.size() || size - left.size() > second.size()) return false;
    const auto end = second.begin() + static_cast<std::ptrdiff_t>(size - left.size());
    bytes.assign(left.begin(), left.end());
    bytes.insert(bytes.end(), second.begin(), end);
    return true;
  };
  records::Header header{};
  if (left.size() < sizeof header && !extend_to(sizeof header)) return {};
  std::memcpy(&header, bytes.data(), sizeof header);
  return extend_to(header.size) ? bytes : std::vector<std::uint8_t>();
}

bool RingReader::has_pending() const {
  return std::any_of(pending_.begin(), pending_.end(),
                     [](const Pending& pending) { return pending.at < pending.bytes.size(); });
}

}  // namespace perf::live
