#include "file/header.h"

#include <array>

namespace perf::file {
namespace {

using base::Code;
using base::Error;
using base::Result;

constexpr std::uint64_t magic2 = 0x32454c4946524550ULL;          // "PERFILE2"
constexpr std::uint64_t magic2_foreign = 0x50455246494c4532ULL;  // the same, byte-swapped
constexpr std::uint64_t pipe_header_size = 16;
constexpr std::uint64_t file_header_size = 104;
constexpr unsigned feature_words = 4;

Section read_section(bytes::Cursor& in) {
  const auto offset = in.read<std::uint64_t>();
  return {offset, in.read<std::uint64_t>()};
}

Result<void> check_magic(bytes::Cursor& in) {
  const auto magic = in.read<std::uint64_t>();
  if (magic == magic2_foreign) return Code::foreign_endian;
  if (magic != magic2) return Code::not_perf_data;
  return {};
}

// The feature table: one section per set bit, right behind the data. A table that the file does not
// hold whole is left out; the records can be read without it.
void read_feature_table(const bytes::InputFile& file,
                        const std::array<std::uint64_t, feature_words>& bits, Header& header) {
  std::uint64_t at = header.data.offset + header.data.size;
  for (unsigned number = 0; number < feature_words * 64; ++number) {
    if (((bits[number / 64] >> (number % 64)) & 1U) == 0) continue;
    const auto bytes = file.bytes(at, 16);
    if (!bytes) return;
    bytes::Cursor in(*bytes);
    header.features.push_back({number, read_section(in)});
    at += 16;
  }
}

void fit_data(const bytes::InputFile& file, Header& header) {
  header.unfinished = header.data.size == 0;
  const std::uint64_t there = file.size() - header.data.offset;
  if (header.unfinished) header.data.size = there;
  if (header.data.size <= there) return;
  header.missing = header.data.size - there;
  header.data.size = there;
}

}  // namespace

Result<Header> read_header(const bytes::InputFile& file) {
  if (file.size() == 0) return Code::empty_file;
  std::vector<std::uint8_t> raw(static_cast<std::size_t>(std::min(file.size(), file_header_size)));
  if (const auto got = file.read_at(0, raw); !got) return got.error();
  bytes::Cursor in(raw);
  if (const auto magic = check_magic(in); !magic) return magic.error();
  Header header;
  header.size = in.read<std::uint64_t>();
  if (header.size == pipe_header_size) return Code::pipe_mode;
  header.attr_size = in.read<std::uint64_t>();
  header.attrs = read_section(in);
  header.data = read_section(in);
  in.skip(16);  // event_types, of perf before 3.5
  std::array<std::uint64_t, feature_words> bits{};
  for (std::uint64_t& word : bits) word = in.read<std::uint64_t>();
  if (!in.ok()) return Error{Code::truncated, 0, file_header_size - raw.size()};
  if (header.size != file_header_size) return Error{Code::bad_header, 8, header.size};
  if (header.data.offset > file.size()) return Error{Code::bad_header, 40, header.data.offset};
  fit_data(file, header);
  if (!header.unfinished && header.missing == 0) read_feature_table(file, bits, header);
  return header;
}

Result<event::EventSet> read_events(const bytes::InputFile& file, const Header& header) {
  constexpr std::uint64_t ids_section_size = 16;
  if (header.attr_size < 64 + ids_section_size || header.attrs.size < header.attr_size) {
    return Error{Code::bad_header, 16, header.attr_size};
  }
  const auto raw = file.bytes(header.attrs.offset, header.attrs.size);
  if (!raw) return raw.error();
  event::EventSet events;
  const bytes::View all(*raw);
  for (std::uint64_t at = 0; at + header.attr_size <= all.size(); at += header.attr_size) {
    const bytes::View entry = all.subspan(at, header.attr_size);
    const auto attr = event::parse_attr(entry.first(entry.size() - ids_section_size));
    if (!attr) return Error{attr.error().code, header.attrs.offset + at, attr.error().value};
    bytes::Cursor in(entry.last(ids_section_size));
    const Section ids_section = read_section(in);
    const auto ids_bytes = file.bytes(ids_section.offset, ids_section.size);
    if (!ids_bytes) return ids_bytes.error();
    std::vector<std::uint64_t> ids(ids_bytes->size() / 8);
    if (!ids.empty()) std::memcpy(ids.data(), ids_bytes->data(), ids.size() * 8);
    events.add(*attr, std::move(ids));
  }
  return events;
}

}  // namespace perf::file
