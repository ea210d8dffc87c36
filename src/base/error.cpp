#include "base/error.h"

#include <cstdio>
#include <cstring>

namespace perf::base {
namespace {

std::string hex(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "%#llx", static_cast<unsigned long long>(value));
  return text;
}

std::string cause(const Error& error) {
  const std::string number = std::to_string(error.value);
  switch (error.code) {
    case Code::none:
      return "no error";
    case Code::cannot_open:
      return std::string("cannot be opened: ") + std::strerror(int(error.value));
    case Code::cannot_read:
      return std::string("cannot be read: ") + std::strerror(int(error.value));
    case Code::cannot_spool:
      return std::string("cannot be kept in a temporary file: ") + std::strerror(int(error.value));
    case Code::not_regular:
      return "is not a regular file";
    case Code::empty_file:
      return "is empty";
    case Code::not_perf_data:
      return "is not a perf.data file: the magic number is missing";
    case Code::unfinished:
      return "the recording was not finished: its header says nothing of what follows";
    case Code::bad_compression:
      return "compressed record cannot be decompressed";
    case Code::bad_header:
      return "the file header contradicts the file (" + hex(error.value) + ")";
    case Code::bad_attr:
      return "event attribute of " + number + " bytes cannot be read";
    case Code::no_events:
      return "no event is described that records could be read by";
    case Code::truncated:
      return "the file ends " + number + " bytes too early";
    case Code::bad_record_size:
      return "record of " + number + " bytes is smaller than its own header";
    case Code::bad_record:
      return "record of type " + number + " does not fit its size";
    case Code::bad_sample:
      return "sample does not fit the layout of its event";
    case Code::unknown_event:
      return "sample of id " + number + ", which no event of the file has";
    case Code::bad_feature:
      return "header feature " + number + " cannot be decoded";
    case Code::no_such_event:
      return "has no event of a name that is asked for";
    case Code::bad_argument:
      return "argument out of range";
    case Code::no_symbols:
      return "has no symbol table";
    case Code::build_id_mismatch:
      return "has another build id than the one recorded";
    case Code::cancelled:
      return "was cancelled";
    case Code::not_elf:
      return "is not an ELF file";
    case Code::bad_config:
      return "line " + number + " cannot be understood";
    case Code::config_too_large:
      return "is too large for a config file";
    case Code::foreign_owner:
      return "belongs to another user";
    case Code::includes_too_deep:
      return "is not read: config files include each other too deeply";
    case Code::exhausted:
      return "is not read on: there is not enough memory";
  }
  return "unknown error";
}

}  // namespace

std::string sentence(const Error& error, std::string_view file) {
  std::string text(file);
  if (!text.empty()) text += ": ";
  if (error.offset != no_offset) text += "offset " + hex(error.offset) + ": ";
  return text + cause(error);
}

}  // namespace perf::base
