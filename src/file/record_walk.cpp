#include "file/record_walk.h"

namespace perf::file {

using base::Code;

base::Error no_record(bytes::View bytes, std::uint64_t offset, std::uint64_t left) {
  records::Header header{};
  if (bytes.size() < sizeof header) return {Code::truncated, offset, sizeof header - bytes.size()};
  std::memcpy(&header, bytes.data(), sizeof header);
  const bool possible = header.type != 0 && header.type < records::record_type_end;
  if (!possible) return {Code::bad_record, offset, header.type};
  if (header.size < sizeof header) {
    const bool known = event::record_name(header.type) != nullptr;
    if (known) return {Code::bad_record_size, offset, header.size};
    return {Code::bad_record, offset, header.type};
  }
  if (header.size > left) return {Code::truncated, offset, header.size - left};
  return {Code::bad_record, offset, header.type};  // what follows it reaches past the end
}

bool has_a_way_on(const base::Error& error, bytes::View bytes) {
  if (error.code != Code::bad_record_size) return true;
  return bytes::Cursor(bytes).read<std::uint32_t>() >= event::record_user_start;
}

}  // namespace perf::file
