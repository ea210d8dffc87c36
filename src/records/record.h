// One record as it lies in a recording: header, body, place. Nothing is decoded here, and the bytes
// belong to whoever read them.
#pragma once

#include <cstdint>

#include "base/ids.h"
#include "bytes/cursor.h"
#include "event/abi.h"

namespace perf::records {

struct Header {
  std::uint32_t type;
  std::uint16_t misc;
  std::uint16_t size;
};

struct RawRecord {
  std::uint32_t type = 0;
  std::uint16_t misc = 0;
  std::uint64_t offset = 0;  // of the header, in the file
  bytes::View body;          // without the header

  [[nodiscard]] std::size_t size() const { return body.size() + event::record_header_size; }
  [[nodiscard]] unsigned cpumode() const { return misc & event::misc_cpumode_mask; }
};

// Types are small numbers; perf counts from 64, simpleperf from 32768. What is larger is no header.
inline constexpr std::uint32_t record_type_end = 65536;

// The record at `offset` of `bytes`, which must hold it whole; what is no header, or reaches past
// the end, gives a record of type 0.
inline RawRecord record_at(bytes::View bytes, std::size_t offset, std::uint64_t file_offset) {
  Header header{};
  if (offset + sizeof header > bytes.size()) return {};
  std::memcpy(&header, bytes.data() + offset, sizeof header);
  if (header.size < sizeof header || header.size > bytes.size() - offset) return {};
  if (header.type >= record_type_end) return {};
  return {header.type, header.misc, file_offset,
          bytes.subspan(offset + sizeof header, header.size - sizeof header)};
}

// Bytes that follow the record and are no record: AUX area data, a description of tracepoints.
std::uint64_t payload_size(const RawRecord& record);

// From the record to the next one.
inline std::uint64_t stride(const RawRecord& record) {
  return record.type < event::record_user_start ? record.size()
                                                : record.size() + payload_size(record);
}

}  // namespace perf::records
