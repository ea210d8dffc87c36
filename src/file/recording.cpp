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
  recording.is_directory_ = descriptor < 0 && is_directory(path);
  auto file = open_input(recording.is_directory_ ? path + "/data" : path, descriptor);
  if (!file) return file.error();
  if (const auto opened = recording.open_main(std::move(*file)); !opened) return opened.error();
  recording.name_events();
  if (recording.is_directory_ || recording.may_be_compressed()) return recording;
  if (const auto ready = recording.ready(); !ready) return ready.error();
  return recording;
}

Result<void> Recording::open_main(bytes::InputFile file) {
  Source& source = area_->source();
  source.add_file(std::move(file));
  auto header = read_header(source.file(0), damage_);
  if (!header) return header.error();
  header_ = std::move(header).value();
  const Section data = header_.data;
  source.add_piece(data, 0, data.offset);
  HeaderRecords records(header_.foreign);
  if (header_.pipe) {
    const auto done = area_->prepare(data, 0, header_.foreign, &records);
    if (!done) return done.error();
    events_ = records.events();
    features_ = records.features();
    update_events(records.updates());
    return {};
  }
  events_ = read_events(source.file(0), header_, damage_);
  features_ = read_features(source.file(0), header_, damage_);
  const auto read = read_updates(source, data, header_.foreign, records);
  update_events(records.updates());
  if (features_.tracing_data.empty()) features_.tracing_data = records.features().tracing_data;
  return read;
}

// Without its features a file may be compressed and not say so.
bool Recording::may_be_compressed() const {
  return !header_.pipe &&
         (features_.has(feature_compressed) || header_.unfinished || header_.missing != 0);
}

Result<void> Recording::ready() const {
  return area_->once([this] { return fill(); });
}

Result<void> Recording::fill() const {
  if (may_be_compressed()) {
    const auto done = area_->prepare(header_.data, 0, header_.foreign, nullptr);
    if (!done) return done;
  } else if (!header_.pipe) {
    area_->add(header_.data);
  }
  return is_directory_ ? fill_parts() : Result<void>();
}

Result<void> Recording::fill_parts() const {
  for (const std::string& path : directory_parts(path_)) {
    auto file = bytes::InputFile::open(path);
    if (!file) return file.error();
    const std::uint64_t size = file->size();
    if (size == 0) continue;
    std::uint64_t begin = header_.data.end();
    if (!sections().empty()) begin = std::max(begin, sections().back().end());
    area_->source().add_piece({begin, size}, area_->source().add_file(std::move(*file)), 0);
    const std::string name = path.substr(path_.size());
    const auto done = area_->prepare({begin, size}, begin, header_.foreign, nullptr, name);
    if (!done) return done;
  }
  return {};
}

Section Recording::data() const {
  if (!area_->filled() || sections().empty()) return header_.data;
  return {sections().front().offset, sections().back().end() - sections().front().offset};
}

DamageList Recording::damage() const {
  DamageList all = damage_;
  all.add(area_->damage());
  return all;
}

std::uint64_t Recording::missing() const {
  return area_->damage().empty() ? header_.missing : 0;
}

DamageList Recording::located(const DamageList& damage) const {
  DamageList out = damage;
  out.move([this](Damage& place) { area_->place(place); });
  return out;
}

Result<std::size_t> Recording::read(std::uint64_t offset, std::span<std::uint8_t> buffer) const {
  const auto got = read_as_written(offset, buffer);
  if (got && header_.foreign) Swapper(&events_).swap(buffer.first(*got));
  return got;
}

Result<std::size_t> Recording::read_sideband(std::uint64_t offset,
                                             std::span<std::uint8_t> buffer) const {
  const auto got = read_as_written(offset, buffer);
  Swapper swapper(&events_);
  swapper.leave_samples();
  if (got && header_.foreign) swapper.swap(buffer.first(*got));
  return got;
}

Result<std::uint64_t> Recording::resume(std::uint64_t offset, std::uint64_t end) const {
  return file::resume(area_->source(), header_.foreign, offset, end);
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
