#include "file/recording.h"

#include <algorithm>

#include "file/directory.h"
#include "file/input.h"
#include "file/resume.h"
#include "file/swap.h"

namespace perf::file {

using base::Result;

Result<Recording> Recording::open(const std::string& path, int descriptor) {
  Recording recording;
  recording.path_ = path;
  const bool parts = descriptor < 0 && is_directory(path);
  auto file = open_input(parts ? path + "/data" : path, descriptor);
  if (!file) return file.error();
  if (const auto opened = recording.open_main(std::move(*file)); !opened) return opened.error();
  if (parts) {
    if (const auto opened = recording.open_parts(path); !opened) return opened.error();
  }
  recording.name_events();
  return recording;
}

Result<void> Recording::open_main(bytes::InputFile file) {
  source_.add_file(std::move(file));
  auto header = read_header(source_.file(0), damage_);
  if (!header) return header.error();
  header_ = std::move(header).value();
  const Section data = header_.data;
  source_.add_piece(data, 0, data.offset);
  HeaderRecords records(header_.foreign);
  if (header_.pipe) {
    if (const auto done = prepare(data, 0, &records); !done) return done.error();
    events_ = records.events();
    features_ = records.features();
    update_events(records.updates());
    return {};
  }
  events_ = read_events(source_.file(0), header_, damage_);
  features_ = read_features(source_.file(0), header_, damage_);
  // Without its features a file may be compressed and not say so.
  if (features_.has(feature_compressed) || header_.unfinished || header_.missing != 0) {
    if (const auto done = prepare(data, 0, nullptr); !done) return done.error();
  } else {
    sections_.push_back(data);
    parts_.push_back({data.offset, 0, {}});
  }
  if (sections_.empty()) return {};
  const auto read = read_updates(source_, sections_.front(), header_.foreign, records);
  update_events(records.updates());
  if (features_.tracing_data.empty()) features_.tracing_data = records.features().tracing_data;
  return read;
}

Result<void> Recording::open_parts(const std::string& directory) {
  for (const std::string& path : directory_parts(directory)) {
    auto file = bytes::InputFile::open(path);
    if (!file) return file.error();
    const std::uint64_t size = file->size();
    if (size == 0) continue;
    const std::uint64_t begin = std::max(header_.data.end(), data().end());
    const std::size_t number = source_.add_file(std::move(*file));
    source_.add_piece({begin, size}, number, 0);
    if (const auto done = prepare({begin, size}, begin, nullptr); !done) return done.error();
  }
  return {};
}

Result<void> Recording::prepare(const Section& data, std::uint64_t shift, HeaderRecords* header) {
  auto pass = first_pass(source_, data, header_.foreign, header);
  if (!pass) return pass.error();
  sections_.insert(sections_.end(), pass->sections.begin(), pass->sections.end());
  parts_.push_back({data.offset, shift, std::move(pass->origins)});
  removed_.insert(removed_.end(), pass->removed.begin(), pass->removed.end());
  if (!pass->damage.empty()) header_.missing = 0;  // the pass has noted what it lacks
  for (const Damage& damage : pass->damage.list()) {
    base::Error error = damage.error;
    error.offset -= shift;
    damage_.add(error, damage.bytes);
  }
  return {};
}

Section Recording::data() const {
  if (sections_.empty()) return {header_.data.offset, 0};
  return {sections_.front().offset, sections_.back().end() - sections_.front().offset};
}

std::uint64_t Recording::place(std::uint64_t offset) const {
  const auto part = std::find_if(parts_.rbegin(), parts_.rend(),
                                 [&](const Part& other) { return other.begin <= offset; });
  if (part == parts_.rend()) return offset;
  const auto after = std::upper_bound(
      part->origins.begin(), part->origins.end(), offset,
      [](std::uint64_t wanted, const Origin& origin) { return wanted < origin.offset; });
  if (after == part->origins.begin()) return offset - part->shift;
  const Origin& origin = *(after - 1);
  return origin.origin + (origin.packed ? 0 : offset - origin.offset) - part->shift;
}

DamageList Recording::located(const DamageList& damage) const {
  DamageList out = damage;
  out.move([this](std::uint64_t offset) { return place(offset); });
  return out;
}

Result<std::size_t> Recording::read(std::uint64_t offset, std::span<std::uint8_t> buffer) const {
  const auto got = source_.read(offset, buffer);
  if (got && header_.foreign) Swapper(&events_).swap(buffer.first(*got));
  return got;
}

Result<std::uint64_t> Recording::resume(std::uint64_t offset, std::uint64_t end) const {
  return file::resume(source_, header_.foreign, offset, end);
}

void Recording::update_events(const std::vector<EventUpdate>& updates) {
  for (const EventUpdate& update : updates) {
    const std::uint32_t index = events_.of_id(update.id);
    if (index == base::no_index) continue;
    event::Event& event = events_.at(index);
    if (update.unit) event.unit = *update.unit;
    if (update.scale) event.scale = *update.scale;
    if (!update.name) continue;
    event.name = *update.name;
    event.recorded_name = true;
  }
}

void Recording::name_events() {
  if (events_.empty()) {  // the attributes were lost; EVENT_DESC has them, too
    for (const EventDescription& described : features_.events) {
      events_.add(described.attr, described.ids);
    }
  }
  for (std::uint32_t i = 0; i < features_.events.size(); ++i) {
    const EventDescription& described = features_.events[i];
    const std::uint32_t index =
        described.ids.empty() ? base::no_index : events_.of_id(described.ids.front());
    const std::uint32_t found = index == base::no_index ? like(described.attr, i) : index;
    if (found == base::no_index) continue;
    event::Event& event = events_.at(found);
    if (event.recorded_name) continue;
    event.name = described.name;
    event.recorded_name = true;
    if (event.ids.empty()) events_.add_ids(found, described.ids);
  }
  group_events();
  events_.complete();
}

// An event without a name that has this attribute, the one in the same place first.
std::uint32_t Recording::like(const event::Attr& attr, std::uint32_t place) const {
  constexpr std::uint32_t most = 1000;  // that are looked at: a hostile file has any number
  const auto fits = [&](std::uint32_t i) {
    return i < events_.size() && !events_.at(i).recorded_name && events_.at(i).attr == attr;
  };
  if (fits(place)) return place;
  for (std::uint32_t i = 0; i < std::min<std::size_t>(most, events_.size()); ++i) {
    if (fits(i)) return i;
  }
  return base::no_index;
}

void Recording::group_events() {
  std::uint32_t free = 0;  // groups follow one another
  for (const GroupDescription& group : features_.groups) {
    if (group.leader >= events_.size() || group.members > events_.size() - group.leader) continue;
    if (group.leader < free) continue;
    free = group.leader + group.members;
    events_.at(group.leader).members = group.members;
    if (group.name != "{anon_group}") events_.at(group.leader).group_name = group.name;
    for (std::uint32_t i = 0; i < group.members; ++i) {
      events_.at(group.leader + i).leader = group.leader;
    }
  }
}

}  // namespace perf::file
