#include "event/event_set.h"

#include "base/ids.h"
#include "event/abi.h"

namespace perf::event {
namespace {

constexpr std::uint64_t no_id = base::FlatMap<std::uint32_t>::empty_key;

std::uint64_t word_at(bytes::View body, std::size_t offset) {
  std::uint64_t word = 0;
  if (offset + sizeof word <= body.size()) std::memcpy(&word, body.data() + offset, sizeof word);
  return word;
}

}  // namespace

void EventSet::add(const Attr& attr, const std::vector<std::uint64_t>& ids) {
  const auto index = static_cast<std::uint32_t>(events_.size());
  Event event;
  event.attr = attr;
  event.layout = layout_of(attr);
  event.leader = index;
  events_.push_back(std::move(event));
  add_ids(index, ids);
}

void EventSet::add_ids(std::uint32_t event, const std::vector<std::uint64_t>& ids) {
  for (const std::uint64_t id : ids) {
    events_[event].ids.push_back(id);
    bool fresh = false;
    if (id == no_id) continue;
    std::uint32_t& owner = by_id_.get(id, fresh);
    if (fresh) owner = event;
  }
}

void EventSet::complete() {
  ordered_ = !events_.empty();
  alike_ = true;
  for (Event& event : events_) {
    if (event.name.empty()) event.name = default_name(event.attr);
    const bool timed = (event.attr.sample_type & sample_time) != 0;
    ordered_ = ordered_ && timed && event.attr.has(Flag::sample_id_all);
    alike_ = alike_ && event.layout.trailer == events_.front().layout.trailer;
  }
}

std::uint32_t EventSet::of_id(std::uint64_t id) const {
  const std::uint32_t* found = id == no_id ? nullptr : by_id_.find(id);
  return found == nullptr ? base::no_index : *found;
}

std::uint32_t EventSet::of_sample(bytes::View body) const {
  if (events_.size() == 1) return 0;
  const SampleOffsets& at = common_layout().sample;
  const std::uint16_t place = at.identifier != absent ? at.identifier : at.id;
  if (place == absent) return 0;
  return of_id(word_at(body, place));
}

std::uint32_t EventSet::of_trailer(bytes::View body) const {
  if (events_.size() == 1) return 0;
  const TrailerOffsets& at = common_layout().trailer;
  const std::uint16_t place = at.identifier != absent ? at.identifier : at.id;
  if (place == absent || place > body.size()) return 0;
  const std::uint64_t id = word_at(body, body.size() - place);
  return id == 0 ? 0 : of_id(id);  // 0: synthesised by perf, of no event in particular
}

const Layout& EventSet::own_layout(bytes::View body) const {
  const std::uint32_t event = of_trailer(body);
  return event < events_.size() ? events_[event].layout : common_layout();
}

}  // namespace perf::event
