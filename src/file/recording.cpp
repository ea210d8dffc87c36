#include "file/recording.h"

#include <algorithm>

namespace perf::file {

using base::Result;

Result<Recording> Recording::open(const std::string& path) {
  auto file = bytes::InputFile::open(path);
  if (!file) return file.error();
  Recording recording;
  recording.path_ = path;
  recording.file_ = std::move(file).value();
  auto header = read_header(recording.file_);
  if (!header) return header.error();
  recording.header_ = std::move(header).value();
  auto events = read_events(recording.file_, recording.header_);
  if (!events) return events.error();
  recording.events_ = std::move(events).value();
  recording.features_ = read_features(recording.file_, recording.header_);
  recording.name_events();
  return recording;
}

Result<std::size_t> Recording::read(std::uint64_t offset, std::span<std::uint8_t> buffer) const {
  const std::uint64_t end = header_.data.offset + header_.data.size;
  const std::uint64_t left = offset < end ? end - offset : 0;
  return file_.read_at(offset, buffer.first(std::min<std::uint64_t>(left, buffer.size())));
}

void Recording::name_events() {
  for (const EventDescription& described : features_.events) {
    const std::uint32_t index =
        described.ids.empty() ? base::no_index : events_.of_id(described.ids.front());
    for (std::uint32_t i = 0; i < events_.size(); ++i) {
      event::Event& event = events_.at(i);
      const bool same = index == base::no_index ? event.attr == described.attr : i == index;
      if (!same || event.recorded_name) continue;
      event.name = described.name;
      event.recorded_name = true;
      break;
    }
  }
  for (const GroupDescription& group : features_.groups) {
    if (group.leader >= events_.size() || group.members > events_.size() - group.leader) continue;
    events_.at(group.leader).members = group.members;
    if (group.name != "{anon_group}") events_.at(group.leader).group_name = group.name;
    for (std::uint32_t i = 0; i < group.members; ++i) {
      events_.at(group.leader + i).leader = group.leader;
    }
  }
  events_.complete();
}

}  // namespace perf::file
