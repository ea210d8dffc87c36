#include "session/anonymous.h"

#include <algorithm>

#include "records/parse.h"
#include "samples/sample.h"

namespace perf::session {

using records::RawRecord;

Anonymous::Anonymous(const file::Recording& recording)
    : events_(recording.events()),
      tracing_(event::parse_tracing_data(recording.features().tracing_data)) {}

RawRecord Anonymous::operator()(const RawRecord& record) {
  body_.assign(record.body.begin(), record.body.end());
  RawRecord own = record;
  own.body = body_;
  if (record.type == event::record_sample) {
    clean_sample(own);
  } else if (const auto body = records::parse(own, events_.layout_of_trailer(own.body))) {
    if (const auto* mmap = std::get_if<records::Mmap>(&*body))
      rename(own, mmap->filename, file_name(mmap->filename));
    if (const auto* mmap = std::get_if<records::Mmap2>(&*body))
      rename(own, mmap->filename, file_name(mmap->filename));
    if (const auto* cgroup = std::get_if<records::Cgroup>(&*body))
      rename(own, cgroup->path, numbered(cgroups_, cgroup->path, "/cgroup"));
  }
  own.body = body_;
  return own;
}

// Puts another name, padded to 8 bytes, in the place of one that lies in the record up to its
// trailer.
void Anonymous::rename(const RawRecord& record, std::string_view name, const std::string& other) {
  const std::size_t trailer = events_.layout_of_trailer(record.body).trailer.size;
  const auto begin = reinterpret_cast<const std::uint8_t*>(name.data()) - body_.data();
  if (name.empty() || trailer > body_.size()) return;
  bytes::Builder out;
  out.put(bytes::View(body_).first(static_cast<std::size_t>(begin))).text(other, 8);
  out.put(bytes::View(body_).last(trailer));
  body_ = out.take();
}

// The texts first: they lie before the stack, whose removal moves what follows it.
void Anonymous::clean_sample(const RawRecord& record) {
  const std::uint32_t number = events_.of_sample(record.body);
  if (number >= events_.size()) return;
  const auto sample = samples::parse(record, events_.at(number).layout);
  if (!sample) return;
  const auto place = [&](bytes::View part) { return part.data() - body_.data(); };
  const event::Attr& attr = events_.at(number).attr;
  const event::TraceFormat* format =
      attr.type == event::type_tracepoint ? tracing_.format(attr.config) : nullptr;
  for (std::size_t i = 0; format != nullptr && i < format->fields.size(); ++i) {
    const event::TraceField& field = format->fields[i];
    if (!field.is_string || field.name.ends_with("comm")) continue;
    const bytes::View text = event::field_bytes(field, sample->raw);
    if (!text.empty()) std::fill_n(body_.begin() + place(text), text.size(), std::uint8_t{0});
  }
  if (sample->user_stack.data() == nullptr) return;
  // { u64 size; u8 data[size]; u64 dyn_size } becomes a size of 0.
  const auto data = body_.begin() + place(sample->user_stack);
  std::uint64_t size = 0;
  std::memcpy(&size, &*data - sizeof size, sizeof size);
  std::fill(data - sizeof size, data, std::uint8_t{0});
  body_.erase(data, data + static_cast<std::ptrdiff_t>(size + sizeof size));
}

// "[vdso]", "//anon" and their like are no files.
std::string Anonymous::file_name(std::string_view path) {
  if (path.empty() || path.front() != '/' || path.starts_with("//")) return std::string(path);
  const std::size_t slash = path.rfind('/');
  return numbered(directories_, path.substr(0, slash), "/dir") + std::string(path.substr(slash));
}

std::string Anonymous::numbered(std::map<std::string, std::size_t, std::less<>>& known,
                                std::string_view name, const char* prefix) {
  const auto place = known.emplace(name, known.size() + 1).first;
  return prefix + std::to_string(place->second);
}

void Anonymous::clean(file::Features& features) {
  std::erase_if(features.present, [](unsigned number) {
    return number == file::feature_hostname || number == file::feature_cmdline ||
           number >= file::feature_end;
  });
  features.hostname.clear();
  features.cmdline.clear();
  for (file::RecordedBuildId& entry : features.build_ids) {
    entry.filename = file_name(entry.filename);
  }
}

}  // namespace perf::session
