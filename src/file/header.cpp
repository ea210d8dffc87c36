#include "file/header.h"

#include <algorithm>
#include <array>

#include "event/abi.h"

namespace perf::file {
namespace {

using base::Code;
using base::Error;
using base::Result;

constexpr std::uint64_t magic1 = 0x454c494646524550ULL;          // "PERFFILE", of either order
constexpr std::uint64_t magic2 = 0x32454c4946524550ULL;          // "PERFILE2"
constexpr std::uint64_t magic2_foreign = 0x50455246494c4532ULL;  // the same, byte-swapped
constexpr std::uint64_t pipe_header_size = 16;
constexpr std::uint64_t file_header_size = 104;
constexpr std::uint64_t old_header_size = 72;  // without feature bits
constexpr std::uint64_t ids_section_size = 16;
constexpr std::uint64_t smallest_attr = 64;
constexpr unsigned feature_words = 4;
constexpr unsigned hostname_bit = 3;  // no writer leaves it out

using FeatureBits = std::array<std::uint64_t, feature_words>;

Section read_section(bytes::Cursor& in) {
  const auto offset = in.read<std::uint64_t>();
  return {offset, in.read<std::uint64_t>()};
}

// A recording of perf before 3.2 does not say its byte order: the size of an attribute does.
Result<bool> old_file_is_foreign(bytes::View raw) {
  for (const bool foreign : {false, true}) {
    bytes::Cursor in(raw, foreign);
    in.skip(8);
    if (in.read<std::uint64_t>() == pipe_header_size) return foreign;
    const std::uint64_t attr = in.read<std::uint64_t>() - ids_section_size;
    if (attr >= smallest_attr && attr <= 104 && attr % 8 == 0) return foreign;
  }
  return Error{Code::bad_header, 16, 0};
}

Result<bool> is_foreign(bytes::View raw) {
  bytes::Cursor in(raw);
  const auto magic = in.read<std::uint64_t>();
  if (magic == magic2) return false;
  if (magic == magic2_foreign) return true;
  if (magic != magic1) return Code::not_perf_data;
  return old_file_is_foreign(raw);
}

// Whether what follows the header of a pipe would be the record of an attribute.
bool begins_with_records(const bytes::InputFile& file, bool foreign) {
  const auto raw = file.bytes(pipe_header_size, 16);
  if (!raw) return false;
  bytes::Cursor in(*raw, foreign);
  return in.read<std::uint32_t>() == event::record_header_attr && in.read<std::uint16_t>() == 0 &&
         in.read<std::uint16_t>() >= smallest_attr;
}

// The bits were written as longs: of a foreign machine they are words of 64 or of 32 bits.
FeatureBits read_feature_bits(bytes::View raw, bool foreign) {
  FeatureBits bits{};
  bytes::Cursor in(raw, foreign);
  for (std::uint64_t& word : bits) word = in.read<std::uint64_t>();
  if (!foreign || ((bits[0] >> hostname_bit) & 1U) != 0) return bits;
  FeatureBits halves{};
  for (std::size_t i = 0; i < bits.size(); ++i) halves[i] = bits[i] >> 32 | bits[i] << 32;
  return ((halves[0] >> hostname_bit) & 1U) != 0 ? halves : bits;
}

// One section per set bit, right behind the data. The records can be read without them.
void read_feature_table(const bytes::InputFile& file, const FeatureBits& bits, Header& header,
                        DamageList& damage) {
  std::uint64_t at = header.data.end();
  for (unsigned number = 0; number < feature_words * 64; ++number) {
    if (((bits[number / 64] >> (number % 64)) & 1U) == 0) continue;
    const auto bytes = file.bytes(at, 16);
    if (!bytes) return damage.add(bytes.error(), 16 - bytes.error().value);
    bytes::Cursor in(*bytes, header.foreign);
    header.features.push_back({number, read_section(in)});
    at += 16;
  }
}

void fit_data(const bytes::InputFile& file, Header& header, DamageList& damage) {
  header.unfinished = header.data.size == 0;
  const std::uint64_t there = file.size() - header.data.offset;
  if (header.unfinished) {
    header.data.size = there;
    damage.add({Code::unfinished, 48}, 0);
  }
  if (header.data.size <= there) return;
  header.missing = header.data.size - there;
  header.data.size = there;
}

// The size of the entry at `at`: what the header says, or, where that cannot be, the attribute.
std::uint64_t entry_size(bytes::View rest, const Header& header) {
  bytes::Cursor in(rest, header.foreign);
  in.skip(4);
  const std::uint64_t own = std::max<std::uint64_t>(in.read<std::uint32_t>(), smallest_attr);
  const bool fits = header.attr_size >= own + ids_section_size && header.attr_size <= rest.size();
  return fits ? header.attr_size : own + ids_section_size;
}

std::vector<std::uint64_t> read_ids(const bytes::InputFile& file, const Section& section,
                                    bool foreign, DamageList& damage) {
  std::vector<std::uint64_t> ids;
  const auto raw = file.bytes(section.offset, section.size);
  if (!raw) {
    damage.add(raw.error(), ids_section_size);
    return ids;
  }
  bytes::Cursor in(*raw, foreign);
  while (in.left() >= sizeof(std::uint64_t)) ids.push_back(in.read<std::uint64_t>());
  return ids;
}

}  // namespace

Result<Header> read_header(const bytes::InputFile& file, DamageList& damage) {
  if (file.size() == 0) return Code::empty_file;
  std::vector<std::uint8_t> raw(static_cast<std::size_t>(std::min(file.size(), file_header_size)));
  if (const auto got = file.read_at(0, raw); !got) return got.error();
  const auto foreign = is_foreign(raw);
  if (!foreign) return foreign.error();
  Header header;
  header.foreign = *foreign;
  header.first_version = bytes::Cursor(raw).read<std::uint64_t>() == magic1;
  bytes::Cursor in(raw, header.foreign);
  in.skip(8);
  header.size = in.read<std::uint64_t>();
  const bool usual = header.size == file_header_size || header.size == old_header_size;
  if (header.size == pipe_header_size || (!usual && begins_with_records(file, header.foreign))) {
    if (header.size != pipe_header_size) damage.add({Code::bad_header, 8, header.size}, 0);
    header.pipe = true;
    header.data = {pipe_header_size, file.size() - std::min(file.size(), pipe_header_size)};
    return header;
  }
  header.attr_size = in.read<std::uint64_t>();
  header.attrs = read_section(in);
  header.data = read_section(in);
  if (!in.ok()) return Error{Code::truncated, 0, old_header_size - raw.size()};
  if (header.data.offset > file.size()) return Error{Code::bad_header, 40, header.data.offset};
  header.growing = in.read<std::uint64_t>() == growing_mark;  // event_types, of perf before 3.5
  in.skip(8);
  if (!usual) damage.add({Code::bad_header, 8, header.size}, 0);
  fit_data(file, header, damage);
  const bool whole = !header.unfinished && header.missing == 0;
  if (whole && header.size != old_header_size) {
    read_feature_table(file, read_feature_bits(in.rest(), header.foreign), header, damage);
  }
  return header;
}

event::EventSet read_events(const bytes::InputFile& file, const Header& header,
                            DamageList& damage) {
  event::EventSet events;
  const auto raw = file.bytes(header.attrs.offset, header.attrs.size);
  if (!raw) {
    damage.add(raw.error(), 0);
    return events;
  }
  for (bytes::View rest(*raw); rest.size() >= smallest_attr + ids_section_size;) {
    const std::uint64_t at = header.attrs.offset + (raw->size() - rest.size());
    const std::uint64_t size = entry_size(rest, header);
    if (size > rest.size()) {
      damage.add({Code::bad_attr, at, size - ids_section_size}, rest.size());
      break;
    }
    const bytes::View entry = rest.first(size);
    rest = rest.subspan(size);
    const auto attr =
        event::parse_attr(entry.first(entry.size() - ids_section_size), header.foreign);
    if (!attr) {
      damage.add({attr.error().code, at, attr.error().value}, entry.size());
      continue;
    }
    bytes::Cursor in(entry.last(ids_section_size), header.foreign);
    events.add(*attr, read_ids(file, read_section(in), header.foreign, damage));
  }
  return events;
}

}  // namespace perf::file
