#include "api/live_events.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "records/parse.h"
#include "session/live_events.h"
#include "syscalls/syscalls.h"

namespace perf::api {
namespace {

// What ended so long ago is looked for, and forgotten, once in so many changes of the world.
constexpr base::Time kept_after_end = 30'000'000'000;
constexpr std::uint64_t look_back = 256;

constexpr base::Time look_at_maps_after = 500'000'000;

constexpr std::size_t least_rows = 256;  // there is room for

// Whoever samples addresses will ask for their names.
bool wants_names(const live::Evlist& list) {
  return std::ranges::any_of(list.evsels, [](const auto& evsel) {
    const event::Attr& attr = evsel->event.attr;
    return attr.has(event::Flag::mmap) && (attr.sample_type & event::sample_ip) != 0;
  });
}

// A field of fixed place; `otherwise` when it is not recorded.
template <class T>
T field(bytes::View body, std::size_t place, T otherwise) {
  if (place == event::absent) return otherwise;
  T value;
  std::memcpy(&value, body.data() + place, sizeof value);
  return value;
}

}  // namespace

LiveEvents::LiveEvents(const live::Evlist& list)
    : pids_(list.processes()),
      wants_names_(wants_names(list)),
      reader_(list.rings()),
      machine_(std::make_shared<session::LiveMachine>(session::SymbolChoices{})) {
  const event::EventSet events = session::event_set(list);
  world_ = std::make_shared<const World>(events, list.evsels, machine_, session::tracing_of(events),
                                         syscalls::host_machine());
}

void LiveEvents::add_running() {
  if (wants_names_) machine_->add_running(world_->events(), pids_);
}

bool LiveEvents::has_cpu(int cpu) const {
  for (std::size_t ring = 0; ring < reader_.size(); ++ring) {
    if (reader_.cpu(ring) == cpu) return true;
  }
  return false;
}

const EventSource* LiveEvents::next(int cpu) {
  for (std::size_t ring = 0; ring < reader_.size(); ++ring) {
    if (reader_.cpu(ring) != cpu) continue;
    while (reader_.next(ring, record_)) {
      if (take(record_)) return &source_;
      ++unknown_;
    }
  }
  return nullptr;
}

const EventSource* LiveEvents::next_in_order(bool last) {
  if (!rounds_) {
    rounds_ = std::make_unique<session::LiveRounds>(reader_.shared_rings(), world_->events());
  }
  base::OrderKey key;
  for (bool taken = false;; taken = true) {
    while (rounds_->next(record_, key)) {
      if (take(record_)) return &source_;
      ++unknown_;
    }
    if (taken) return nullptr;
    rounds_->take(last);
  }
}

SampleColumns LiveEvents::take_columns() {
  columns_.rows = 0;
  columns_.make_room(usual_rows_ + usual_rows_ / 4);
  for (std::size_t ring = 0; ring < reader_.size(); ++ring) {
    reader_.each(ring, [this](const records::RawRecord& record) {
      if (record.type == event::record_sample)
        add_row(record);
      else if (!take(record))
        ++unknown_;
    });
  }
  usual_rows_ = columns_.rows;
  return std::exchange(columns_, {});
}

void LiveEvents::add_row(const records::RawRecord& record) {
  const std::uint32_t event = world_->events().of_sample(record.body);
  if (event >= world_->events().size() || !fits(record, event)) {
    ++unknown_;
    return;
  }
  const event::Layout& layout = world_->events().at(event).layout;
  const event::SampleOffsets& at = layout.sample;
  const std::size_t tid = at.tid == event::absent ? at.tid : at.tid + sizeof(std::uint32_t);
  const std::size_t row = columns_.rows;
  if (row == columns_.room) columns_.make_room(std::max(least_rows, 2 * row));
  ++columns_.rows;
  columns_.event[row] = event;
  columns_.pid[row] = field(record.body, at.tid, ~std::uint32_t{0});
  columns_.tid[row] = field(record.body, tid, ~std::uint32_t{0});
  columns_.cpu[row] = field(record.body, at.cpu, ~std::uint32_t{0});
  columns_.time[row] = field(record.body, at.time, ~std::uint64_t{0});
  columns_.ip[row] = field(record.body, at.ip, std::uint64_t{0});
  columns_.period[row] = field(record.body, at.period, layout.fixed_period);
}

bool LiveEvents::fits(const records::RawRecord& record, std::uint32_t event) const {
  return record.body.size() >= world_->events().at(event).layout.sample.end;
}

bool LiveEvents::take(const records::RawRecord& record) {
  source_ = {};
  source_.world = &world_;
  source_.record = &record_;
  source_.type = record.type;
  source_.size = record.body.size();
  source_.kind = kind_of(record.type);
  if (record.type == event::record_sample) return take_sample(record);
  const event::EventSet& events = world_->events();
  const event::Layout& layout = events.layout_of_trailer(record.body);
  const auto body = records::parse(record, layout);
  if (!body) return false;
  source_.time = records::order_key(record, layout).time;
  source_.event = source_.counter = events.of_trailer(record.body);
  if (const auto* lost = std::get_if<records::Lost>(&*body)) lost_ += lost->lost;
  if (session::LiveMachine::concerns(record.type)) {
    const auto lock = machine_->unique();
    machine_->apply(record, events);
    machine_->seal();
    if (++changes_ % look_back == 0 && source_.time > kept_after_end) {
      machine_->forget(source_.time - kept_after_end);
    }
  }
  return true;
}

bool LiveEvents::take_sample(const records::RawRecord& record) {
  const std::uint32_t event = world_->events().of_sample(record.body);
  if (event >= world_->events().size() || !fits(record, event)) return false;
  source_.time =
      field(record.body, world_->events().at(event).layout.sample.time, std::uint64_t{0});
  source_.event = source_.counter = event;
  if (source_.time >= maps_due_) grow_maps();
  return true;
}

void LiveEvents::grow_maps() {
  maps_due_ = source_.time + look_at_maps_after;
  std::vector<std::uint32_t> maps = world_->maps();
  machine_->grow_maps(maps);
}

}  // namespace perf::api
