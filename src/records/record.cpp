#include "records/record.h"

#include <algorithm>

namespace perf::records {
namespace {

constexpr std::uint64_t most = std::uint64_t{1} << 62;  // offsets beyond it cannot overflow

constexpr std::uint64_t padded(std::uint64_t size) {
  return (size + 7) / 8 * 8;
}

// Its header's size has 16 bits, and writers let larger ones wrap.
std::uint64_t wrapped_size(const RawRecord& record, std::uint64_t data_size) {
  if (data_size > std::uint64_t{1} << 32) return 0;
  const std::uint64_t whole = padded(record.size() - record.body.size() + 8 + data_size);
  const bool wrapped = whole > record.size() && (whole & 0xffffU) == record.size();
  return wrapped ? whole - record.size() : 0;
}

}  // namespace

std::uint64_t payload_size(const RawRecord& record) {
  bytes::Cursor in(record.body);
  switch (record.type) {
    case event::record_header_tracing_data: {
      const auto size = in.read<std::uint32_t>();
      return size <= in.left() ? 0 : padded(size);  // simpleperf puts it inside
    }
    case event::record_auxtrace:
      return std::min(in.read<std::uint64_t>(), most);
    case event::record_compressed2:
      return wrapped_size(record, in.read<std::uint64_t>());
    default:
      return 0;
  }
}

}  // namespace perf::records
