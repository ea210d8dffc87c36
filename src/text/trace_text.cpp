#include "text/trace_text.h"

#include <event-parse.h>
#include <trace-seq.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <map>
#include <utility>

#include "bytes/input_file.h"
#include "text/escape.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

constexpr std::size_t longest_format = 65536;

// The format that this kernel gives the event, empty if it has none or does not show it.
std::string own_format(const event::TraceFormat& format) {
  if (format.system.find('/') != std::string::npos || format.name.find('/') != std::string::npos) {
    return {};
  }
  for (const char* root : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    const std::string path =
        std::string(root) + "/events/" + format.system + "/" + format.name + "/format";
    const auto file = bytes::InputFile::open(path);
    if (!file) continue;
    std::array<std::uint8_t, longest_format> text{};
    const auto size = file->read_at(0, text);
    if (!size) continue;
    return {reinterpret_cast<const char*>(text.data()), *size};
  }
  return {};
}

void append_field(std::string& out, const event::TraceField& field, bytes::View raw) {
  out += ' ';
  out += field.name;
  out += '=';
  const bytes::View value = event::field_bytes(field, raw);
  if (field.is_string) {
    if (value.empty()) return;
    const char* start = reinterpret_cast<const char*>(value.data());
    return append_escaped(out, {start, strnlen(start, value.size())});
  }
  if (!field.is_array) {
    const std::int64_t number = event::field_number(field, value);
    if (field.is_signed)
      out += std::to_string(number);
    else
      append_number(out, static_cast<std::uint64_t>(number));
    return;
  }
  for (const std::uint8_t byte : value) append_hex(out, byte, 2, '0');
}

bool is_foreign(const event::TraceFormat& format) {
  return !format.fields.empty() && format.fields.front().is_foreign;
}

// The library checks no offset against the record: every field, and what dynamic ones point at,
// must lie inside.
bool fits(const event::TraceFormat& format, bytes::View raw) {
  for (const event::TraceField& field : format.fields) {
    if (field.size == 0) continue;  // an array that the record ends with
    if (std::size_t{field.offset} + field.size > raw.size()) return false;
    if (!field.is_dynamic) continue;
    bytes::Cursor where(raw.subspan(field.offset, field.size), field.is_foreign);
    const bool nothing = where.read<std::uint32_t>() >> 16 == 0;
    if (!nothing && event::field_bytes(field, raw).empty()) return false;
  }
  return true;
}

}  // namespace

struct TraceText::Library {
  explicit Library(Resolve with) : resolve(std::move(with)), handle(tep_alloc()) {
    tep_set_long_size(handle, sizeof(long));
    tep_set_page_size(handle, static_cast<int>(::sysconf(_SC_PAGESIZE)));
    tep_set_function_resolver(handle, &Library::name_address, this);
    trace_seq_init(&sequence);
  }
  ~Library() {
    trace_seq_destroy(&sequence);
    tep_free(handle);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  // NOLINTNEXTLINE(readability-non-const-parameter): the library's signature
  static char* name_address(void* self, unsigned long long* address, char** /*module*/) {
    auto* library = static_cast<Library*>(self);
    try {
      library->answer = library->resolve(*address);
    } catch (...) {  // must not pass through the library
      library->thrown = std::current_exception();
      return nullptr;
    }
    return library->answer.empty() ? nullptr : library->answer.data();
  }

  // The library's event for a format that is this kernel's own, nullptr for any other.
  tep_event* event(const event::TraceFormat& format) {
    const auto [known, fresh] = events.try_emplace(format.id, nullptr);
    if (!fresh || is_foreign(format) || own_format(format) != format.text) return known->second;
    tep_event* parsed = nullptr;
    if (tep_parse_format(handle, &parsed, format.text.c_str(), format.text.size(),
                         format.system.c_str()) == 0) {
      known->second = parsed;
    }
    return known->second;
  }

  Resolve resolve;
  tep_handle* handle;
  trace_seq sequence{};
  std::string answer;
  std::exception_ptr thrown;
  std::map<std::uint64_t, tep_event*> events;
};

TraceText::TraceText(const event::TracingData& data, Resolve resolve) : data_(data) {
  tep_set_loglevel(TEP_LOG_NONE);
  library_ = std::make_unique<Library>(std::move(resolve));
}

TraceText::~TraceText() = default;

void TraceText::append(std::string& out, std::uint64_t id, std::uint32_t cpu, bytes::View raw) {
  const event::TraceFormat* format = data_.format(id);
  if (format == nullptr) return;
  tep_event* event = library_->event(*format);
  if (event == nullptr || !fits(*format, raw)) {
    for (const event::TraceField& field : format->fields) {
      if (!field.name.starts_with("common_")) append_field(out, field, raw);
    }
    return;
  }
  tep_record record{};
  record.cpu = static_cast<int>(cpu);
  record.size = static_cast<int>(raw.size());
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): the library only reads it
  record.data = const_cast<std::uint8_t*>(raw.data());
  trace_seq_reset(&library_->sequence);
  tep_print_event(library_->handle, &library_->sequence, &record, "%s", TEP_PRINT_INFO);
  trace_seq_terminate(&library_->sequence);
  if (library_->thrown) std::rethrow_exception(std::exchange(library_->thrown, nullptr));
  append_escaped(out, library_->sequence.buffer);
}

}  // namespace perf::text
