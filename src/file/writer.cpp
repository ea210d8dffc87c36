#include "file/writer.h"

#include <algorithm>
#include <cerrno>

#include "file/feature_bytes.h"

namespace perf::file {
namespace {

using bytes::Builder;
using bytes::View;

constexpr std::uint64_t magic = 0x32454c4946524550ULL;  // "PERFILE2"
constexpr std::uint64_t file_header_size = 104;
constexpr std::uint64_t pipe_header_size = 16;
constexpr std::size_t ids_section_size = 16;
constexpr std::size_t feature_words = 4;
constexpr std::size_t largest_record = 65535;
// Records go into a compressed one as long as that surely stays small enough.
constexpr std::size_t largest_piece = 60000;
// What a reader makes room for: the size of the buffer that perf records with by default.
constexpr std::uint32_t decompressed_room = 528384;

std::vector<EventDescription> descriptions(const event::EventSet& events) {
  std::vector<EventDescription> list;
  for (const event::Event& event : events) list.push_back({event.attr, event.name, event.ids});
  return list;
}

std::uint32_t attr_size(const event::EventSet& events) {
  std::uint32_t size = 0;
  for (const event::Event& event : events) size = std::max(size, event::written_size(event.attr));
  return size;
}

// Features that speak of the file they stand in, not of what was recorded.
bool is_of_the_file(unsigned number) {
  return number == feature_dir_format || number == feature_compressed || number == feature_auxtrace;
}

}  // namespace

Writer::Writer(const std::string& path, const WriteOptions& options)
    : options_(options),
      out_(path, options.grows && !options.pipe ? bytes::OutputFile::Grows::in_place
                                                : bytes::OutputFile::Grows::beside) {
  options_.pipe = options_.pipe || !out_.seekable();
  if (options_.level != 0) zstd_.emplace(options_.level);
}

void Writer::begin(const event::EventSet& events, const Features& features) {
  if (options_.pipe)
    begin_pipe(events, features);
  else
    begin_file(events);
  data_ = out_.size();
  flush();
}

void Writer::flush() {
  out_.flush();
  const std::uint64_t no_features[feature_words] = {};
  // Who reads compressed records has to know of it: by their feature, or that the file is cut.
  const std::uint64_t there = zstd_ ? 0 : out_.size() - data_;
  if (options_.grows && !options_.pipe) write_header(there, growing_mark, no_features);
}

// Sizes and features are not known yet; finish() writes the header again.
void Writer::begin_file(const event::EventSet& events) {
  Builder out;
  out.fill(file_header_size);
  std::vector<Section> ids;
  for (const event::Event& event : events) {
    ids.push_back({out.size(), event.ids.size() * sizeof(std::uint64_t)});
    for (const std::uint64_t id : event.ids) out.put(id);
  }
  const std::uint32_t size = attr_size(events);
  attr_entry_ = size + ids_section_size;
  attrs_ = {out.size(), attr_entry_ * events.size()};
  for (std::size_t i = 0; i < events.size(); ++i) {
    event::put_attr(events.at(i).attr, size, out);
    out.put(ids[i].offset).put(ids[i].size);
  }
  out_.append(out.view());
}

void Writer::begin_pipe(const event::EventSet& events, const Features& features) {
  out_.append(Builder().put(magic).put(pipe_header_size).view());
  for (const event::Event& event : events) {
    Builder body;
    event::put_attr(event.attr, event::written_size(event.attr), body);
    for (const std::uint64_t id : event.ids) body.put(id);
    put_record(event::record_header_attr, 0, body.view());
    add_name(event);
  }
  Features own = features;
  own.events = descriptions(events);
  if (!own.events.empty()) own.note(feature_event_desc);
  if (zstd_) {
    own.note(feature_compressed);
    own.compression = {1, static_cast<std::uint32_t>(options_.level), 1, decompressed_room};
  }
  for (const unsigned number : own.present) add_feature(number, own);
  add_build_ids(own);
  add_tracing_data(own);
}

// perf asks only this record for names that came through a pipe.
void Writer::add_name(const event::Event& event) {
  constexpr std::uint64_t name_of_event = 2;
  if (event.ids.empty()) return;
  Builder body;
  body.put(name_of_event).put(event.ids.front()).text(event.name, 8);
  put_record(event::record_event_update, 0, body.view());
}

void Writer::add_feature(unsigned number, const Features& features) {
  if (number == feature_build_id || number == feature_tracing_data) return;
  if (is_of_the_file(number) && number != feature_compressed) return;
  const auto bytes = feature_bytes(number, features);
  if (!bytes) return;
  Builder body;
  body.put(std::uint64_t{number}).put(View(*bytes));
  put_record(event::record_header_feature, 0, body.view());
}

void Writer::add_build_ids(const Features& features) {
  for (const RecordedBuildId& entry : features.build_ids) {
    Builder body;
    put_build_id(entry, body);
    put_record(event::record_header_build_id, entry.misc, body.view());
  }
}

void Writer::add_tracing_data(const Features& features) {
  if (features.tracing_data.empty()) return;
  Builder data;
  data.put(View(features.tracing_data));
  data.fill((data.size() + 7) / 8 * 8);
  Builder body;
  body.put(static_cast<std::uint32_t>(data.size()));
  put_record(event::record_header_tracing_data, 0, body.view());
  out_.append(data.view());
}

// A record has 16 bits for its size; what is larger is left out.
void Writer::put_record(std::uint32_t type, std::uint16_t misc, View body) {
  const std::size_t size = event::record_header_size + body.size();
  if (size > largest_record) return;
  out_.append(Builder().put(type).put(misc).put(static_cast<std::uint16_t>(size)).view());
  out_.append(body);
}

void Writer::add(const records::RawRecord& record) {
  if (zstd_ && record.type < event::record_user_start) {
    waiting_.put(record.type).put(record.misc).put(static_cast<std::uint16_t>(record.size()));
    waiting_.put(record.body);
    if (waiting_.size() >= largest_piece) compress();
    return;
  }
  compress();
  if (record.type == event::record_auxtrace) auxtrace_.push_back({out_.size(), record.size()});
  put_record(record.type, record.misc, record.body);
}

void Writer::add_records(View records) {
  if (!zstd_) return out_.append(records);
  waiting_.put(records);
  if (waiting_.size() >= largest_piece) compress();
}

void Writer::compress() {
  for (View left = waiting_.view(); !left.empty();) {
    const View piece = left.first(std::min(left.size(), largest_piece));
    left = left.subspan(piece.size());
    const View packed = zstd_->compress(piece);
    if (packed.empty()) return out_.fail(ENOMEM);
    put_record(event::record_compressed, 0, packed);
    plain_ += piece.size();
    packed_ += packed.size();
  }
  waiting_.clear();
}

void Writer::finish(const event::EventSet& events, Features features) {
  compress();
  if (!options_.pipe) {
    features.events = descriptions(events);
    if (!features.events.empty()) features.note(feature_event_desc);
    finish_features(features);
  }
  out_.commit();
}

// u64 count, then each record's place and size.
std::vector<std::uint8_t> Writer::auxtrace_index() const {
  Builder out;
  out.put(std::uint64_t{auxtrace_.size()});
  for (const AuxtraceEntry& entry : auxtrace_) out.put(entry.offset).put(entry.size);
  return out.take();
}

void Writer::finish_features(const Features& features) {
  Features own = features;
  std::erase_if(own.present, is_of_the_file);
  if (!own.tracing_data.empty()) own.note(feature_tracing_data);
  if (zstd_) {
    const auto ratio = static_cast<std::uint32_t>(packed_ == 0 ? 1 : plain_ / packed_);
    own.note(feature_compressed);
    own.compression = {1, static_cast<std::uint32_t>(options_.level), ratio, decompressed_room};
  }
  if (!auxtrace_.empty()) {
    own.note(feature_auxtrace);
    own.undecoded[feature_auxtrace] = auxtrace_index();
  }
  std::uint64_t bits[feature_words] = {};
  std::vector<std::vector<std::uint8_t>> sections;
  for (const unsigned number : own.present) {
    auto bytes = number < feature_words * 64 ? feature_bytes(number, own) : std::nullopt;
    if (!bytes) continue;
    bits[number / 64] |= 1ULL << (number % 64);
    sections.push_back(std::move(*bytes));
  }
  const std::uint64_t end = out_.size();
  Builder table;
  std::uint64_t at = end + sections.size() * 2 * sizeof(std::uint64_t);
  for (const auto& section : sections) {
    table.put(at).put(std::uint64_t{section.size()});
    at += section.size();
  }
  for (const auto& section : sections) table.put(View(section));
  out_.append(table.view());
  write_header(end - data_, 0, bits);
}

void Writer::write_header(std::uint64_t data_size, std::uint64_t mark,
                          std::span<const std::uint64_t> feature_bits) {
  Builder header;
  header.put(magic).put(file_header_size).put(attr_entry_).put(attrs_.offset).put(attrs_.size);
  header.put(data_).put(data_size).put(mark).put(std::uint64_t{0});
  for (const std::uint64_t word : feature_bits) header.put(word);
  out_.write_at(0, header.view());
}

}  // namespace perf::file
