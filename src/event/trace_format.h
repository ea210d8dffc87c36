// Tracepoints as the recording describes them: the tracing data of a file's header, taken apart
// into formats, and a format's fields. Everything is untrusted text; how values are printed is not
// here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/cursor.h"

namespace perf::event {

struct TraceField {
  std::string name;
  std::string type;          // "unsigned long", "char", "pid_t" …, without the array's size
  std::uint32_t offset = 0;  // in the raw data
  std::uint32_t size = 0;
  bool is_signed = false;
  bool is_array = false;     // of `element_size` bytes each
  bool is_dynamic = false;   // the field holds where the data is: offset | size << 16
  bool is_relative = false;  // and that offset counts from the field's own end
  bool is_string = false;
  std::uint32_t element_size = 0;
  bool is_foreign = false;  // its numbers are in the other byte order
};

struct TraceFormat {
  std::string system, name;
  std::uint64_t id = 0;
  std::vector<TraceField> fields;  // the common ones first
  std::string text;                // as recorded

  [[nodiscard]] const TraceField* field(std::string_view wanted) const;
};

struct TracingData {
  bool valid = false;
  bool big_endian = false;
  std::uint8_t long_size = 8;
  std::uint32_t page_size = 4096;
  std::vector<TraceFormat> formats;

  [[nodiscard]] const TraceFormat* format(std::uint64_t id) const;
};

// `valid` is false when the data breaks off; the formats up to there are kept.
TracingData parse_tracing_data(bytes::View data);

TraceFormat parse_trace_format(std::string_view system, std::string_view text);

// A field's bytes in a sample's raw data; empty when they do not lie inside it.
bytes::View field_bytes(const TraceField& field, bytes::View raw);

// A number of 1, 2, 4 or 8 bytes, sign-extended where the field is signed; 0 for other sizes.
std::int64_t field_number(const TraceField& field, bytes::View value);

}  // namespace perf::event
