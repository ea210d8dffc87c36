#include "event/trace_format.h"

#include <algorithm>
#include <charconv>

namespace perf::event {
namespace {

constexpr std::uint32_t most_formats = 100'000;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// What stands between `key` and the next semicolon or the end of the line.
std::string_view after(std::string_view line, std::string_view key) {
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) return {};
  line.remove_prefix(at + key.size());
  return trimmed(line.substr(0, line.find(';')));
}

std::uint32_t number(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// "char comm[16]", "__data_loc char[] name", "unsigned long *ip"
void parse_declaration(std::string_view declaration, TraceField& field) {
  for (const std::string_view prefix : {"__data_loc", "__rel_loc"}) {
    if (!declaration.starts_with(prefix)) continue;
    field.is_dynamic = true;
    field.is_relative = prefix == "__rel_loc";
    declaration = trimmed(declaration.substr(prefix.size()));
  }
  if (const std::size_t bracket = declaration.find('['); bracket != std::string_view::npos) {
    field.is_array = true;
    const std::size_t end = declaration.find(']', bracket);
    const std::string_view rest =
        end == std::string_view::npos ? std::string_view() : trimmed(declaration.substr(end + 1));
    // The name stands before the brackets, or, of dynamic fields, behind them.
    declaration = trimmed(declaration.substr(0, bracket));
    if (!rest.empty()) {
      field.name = rest;
      field.type = declaration;
      return;
    }
  }
  const std::size_t split = declaration.find_last_of(" \t*");
  field.name = declaration.substr(split == std::string_view::npos ? 0 : split + 1);
  field.type = trimmed(declaration.substr(0, split == std::string_view::npos ? 0 : split + 1));
}

TraceField parse_field(std::string_view line) {
  TraceField field;
  parse_declaration(after(line, "field:"), field);
  field.offset = number(after(line, "offset:"));
  field.size = number(after(line, "size:"));
  field.is_signed = number(after(line, "signed:")) != 0;
  field.is_array = field.is_array || field.is_dynamic;
  const bool chars = field.type == "char" || field.type == "const char";
  field.is_string = field.is_array && chars;
  const bool byte = contains(field.type, "char") || contains(field.type, "u8");
  const bool pair = contains(field.type, "short") || contains(field.type, "u16");
  const bool longs = contains(field.type, "long") || contains(field.type, "64") ||
                     contains(field.type, "*") || contains(field.type, "size_t");
  field.element_size = !field.is_array ? field.size : byte ? 1 : pair ? 2 : longs ? 8 : 4;
  return field;
}

class TracingReader {
 public:
  explicit TracingReader(bytes::View data) : in_(data) {}

  TracingData read() {
    read_start();
    read_formats();
    out_.valid = in_.ok();
    return std::move(out_);
  }

 private:
  void read_start() {
    const std::string_view magic("\x17\x08\x44tracing", 10);
    const bytes::View start = in_.take(10);
    const std::string_view found(reinterpret_cast<const char*>(start.data()), start.size());
    if (found != magic) in_.skip(~0ULL);
    until_nul();  // version
    out_.big_endian = in_.read<std::uint8_t>() != 0;
    foreign_ = out_.big_endian != (std::endian::native == std::endian::big);
    in_ = bytes::Cursor(in_.rest(), foreign_);
    out_.long_size = in_.read<std::uint8_t>();
    out_.page_size = in_.read<std::uint32_t>();
    until_nul();  // "header_page"
    in_.skip(in_.read<std::uint64_t>());
    until_nul();  // "header_event"
    in_.skip(in_.read<std::uint64_t>());
  }

  void read_formats() {
    const auto ftrace = in_.read<std::uint32_t>();
    read_system("ftrace", ftrace);
    const auto systems = in_.read<std::uint32_t>();
    for (std::uint32_t i = 0; i < systems && in_.ok(); ++i) {
      const std::string system(until_nul());
      read_system(system, in_.read<std::uint32_t>());
    }
  }

  void read_system(std::string_view system, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count && in_.ok() && out_.formats.size() < most_formats; ++i) {
      const bytes::View text = in_.take(in_.read<std::uint64_t>());
      if (!in_.ok()) return;
      out_.formats.push_back(
          parse_trace_format(system, {reinterpret_cast<const char*>(text.data()), text.size()}));
      for (TraceField& field : out_.formats.back().fields) field.is_foreign = foreign_;
    }
  }

  std::string_view until_nul() {
    const std::size_t left = in_.left();
    bytes::Cursor ahead = in_;
    const bytes::View rest = ahead.rest();
    const auto* nul = std::find(rest.data(), rest.data() + left, 0);
    const auto size = static_cast<std::size_t>(nul - rest.data());
    in_.skip(size + 1);
    return {reinterpret_cast<const char*>(rest.data()), size};
  }

  bytes::Cursor in_;
  bool foreign_ = false;
  TracingData out_;
};

}  // namespace

const TraceField* TraceFormat::field(std::string_view wanted) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const TraceField& field) { return field.name == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

const TraceFormat* TracingData::format(std::uint64_t id) const {
  const auto found = std::find_if(formats.begin(), formats.end(), [&](const TraceFormat& format) {
    return format.id == id && format.system != "ftrace";
  });
  return found == formats.end() ? nullptr : &*found;
}

TracingData parse_tracing_data(bytes::View data) {
  return TracingReader(data).read();
}

TraceFormat parse_trace_format(std::string_view system, std::string_view text) {
  TraceFormat format;
  format.system = system;
  format.text = text;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    if (line.starts_with("name:"))
      format.name = after(line, "name:");
    else if (line.starts_with("ID:"))
      format.id = number(after(line, "ID:"));
    else if (contains(line, "field:"))
      format.fields.push_back(parse_field(line));
    else if (line.starts_with("print fmt:"))
      break;
  }
  return format;
}

bytes::View field_bytes(const TraceField& field, bytes::View raw) {
  if (field.offset > raw.size() || field.size > raw.size() - field.offset) return {};
  const bytes::View own = raw.subspan(field.offset, field.size);
  if (!field.is_dynamic) return own;
  bytes::Cursor in(own, field.is_foreign);
  const auto where = in.read<std::uint32_t>();
  if (!in.ok()) return {};
  std::uint64_t offset = where & 0xffffU;
  const std::uint64_t size = where >> 16;
  if (field.is_relative) offset += field.offset + field.size;
  if (offset > raw.size() || size > raw.size() - offset) return {};
  return raw.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

std::int64_t field_number(const TraceField& field, bytes::View value) {
  bytes::Cursor in(value, field.is_foreign);
  switch (value.size()) {
    case 1:
      return field.is_signed ? in.read<std::int8_t>() : in.read<std::uint8_t>();
    case 2:
      return field.is_signed ? in.read<std::int16_t>() : in.read<std::uint16_t>();
    case 4:
      return field.is_signed ? in.read<std::int32_t>() : std::int64_t{in.read<std::uint32_t>()};
    case 8:
      return in.read<std::int64_t>();
    default:
      return 0;
  }
}

}  // namespace perf::event
