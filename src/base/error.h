// What went wrong and where, as a value that costs nothing to pass: no allocation, no exception. It
// becomes a sentence (`sentence`) only at the façade and in tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace perf::base {

enum class Code : std::uint16_t {
  none = 0,
  cannot_open,   // the system refused; `value` is errno
  cannot_read,   // a read failed; `value` is errno
  cannot_spool,  // a temporary file cannot be written; `value` is errno
  not_regular,   // a directory, device or FIFO where a file is needed
  empty_file,
  not_perf_data,    // the magic number is none that perf writes
  unfinished,       // the writer was stopped before it completed the header
  bad_compression,  // a compressed record that cannot be decompressed
  bad_header,       // a header field contradicts the file; `value` is the field
  bad_attr,         // an event attribute that cannot be read; `value` is its size
  no_events,        // no attribute of an event can be read, so no record can
  truncated,        // the file ends inside something; `value` is the bytes that are missing
  bad_record_size,  // a record says it is smaller than its own header; `value` is that size
  bad_record,       // a record whose fields do not fit its size; `value` is the record type
  bad_sample,       // a sample whose fields do not fit its event's layout
  unknown_event,    // a sample of an id that no event of the file has; `value` is the id
  bad_feature,      // a header section that cannot be decoded; `value` is the feature's number
  bad_argument,
  no_such_event,      // a name that is asked for and no event has; `value` is its number
  no_symbols,         // an object without a symbol table
  build_id_mismatch,  // an object that is not the recorded one
  cancelled,
  not_elf,     // an object whose headers are not those of an ELF file
  bad_config,  // a config file that breaks the grammar; `value` is the line
  config_too_large,
  foreign_owner,      // a file that belongs neither to this user nor to root
  includes_too_deep,  // config files that include each other without end
  exhausted,          // the system has no more memory, or no more threads
};

inline constexpr std::uint64_t no_offset = ~0ULL;

struct Error {
  Code code = Code::none;
  std::uint64_t offset = no_offset;  // where in the file, no_offset when that has no meaning
  std::uint64_t value = 0;           // see Code
};

// "perf.data: offset 0x118: record of 4 bytes is smaller than its header"; `file` may be empty.
std::string sentence(const Error& error, std::string_view file);

}  // namespace perf::base
