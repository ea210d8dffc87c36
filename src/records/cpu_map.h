// A set of CPUs in any of the forms in which perf writes one.
#pragma once

#include <vector>

#include "bytes/cursor.h"

namespace perf::records {

struct CpuMap {
  enum Form : std::uint16_t { list, mask, range };  // other numbers hold nothing that is known

  std::uint16_t form;
  std::uint16_t word_size;   // of a mask, in bytes
  bytes::View words;         // of a mask; of a list, which has u16
  bool any_cpu;              // a range that begins with "any CPU"
  std::uint16_t start, end;  // of a range, both in it
};

CpuMap parse_cpu_map(bytes::Cursor& in);

// The CPUs in order, -1 for "any CPU": at most eight for each byte of the record, or 65537.
std::vector<std::int64_t> cpus_of(const CpuMap& map);

}  // namespace perf::records
