#include "api/live_events.h"

#include <algorithm>

#include "live/cpus_and_threads.h"
#include "records/parse.h"
#include "session/live_events.h"
#include "syscalls/syscalls.h"

namespace perf::api {
namespace {

// Whoever samples addresses will ask for their names.
bool wants_names(const live::Evlist& list) {
  return std::ranges::any_of(list.evsels, [](const auto& evsel) {
    const event::Attr& attr = evsel->event.attr;
    return attr.has(event::Flag::mmap) && (attr.sample_type & event::sample_ip) != 0;
  });
}

std::vector<int> processes_of(const live::Target& target) {
  const bool all = target.threads.empty() || target.threads.front() == live::any;
  return all ? std::vector<int>{} : live::processes_of(target.threads);
}

}  // namespace

LiveEvents::LiveEvents(const live::Evlist& list)
    : reader_(list.rings()),
      machine_(std::make_shared<session::LiveMachine>(session::SymbolChoices{})) {
  const event::EventSet events = session::event_set(list);
  if (wants_names(list)) machine_->add_running(events, processes_of(list.target));
  world_ = std::make_shared<const World>(
      events, list.evsels, std::shared_ptr<const machine::Machine>(machine_, &machine_->machine()),
      machine_->gate(), session::tracing_of(events), syscalls::host_machine());
  for (const event::Event& event : world_->events()) readers_.emplace_back(event.layout);
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
  SampleColumns columns;
  records::RawRecord record;
  for (std::size_t ring = 0; ring < reader_.size(); ++ring) {
    while (reader_.next(ring, record)) {
      if (record.type == event::record_sample)
        add_to(columns, record);
      else if (!take(record))
        ++unknown_;
    }
  }
  return columns;
}

void LiveEvents::add_to(SampleColumns& columns, const records::RawRecord& record) {
  const std::uint32_t event = world_->events().of_sample(record.body);
  const samples::Quick sample =
      event < readers_.size() ? readers_[event].read(record) : samples::Quick{};
  if (!sample.ok) {
    ++unknown_;
    return;
  }
  columns.event.push_back(event);
  columns.pid.push_back(sample.pid);
  columns.tid.push_back(sample.tid);
  columns.cpu.push_back(sample.cpu);
  columns.time.push_back(sample.time);
  columns.ip.push_back(sample.ip);
  columns.period.push_back(sample.period);
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
  }
  return true;
}

bool LiveEvents::take_sample(const records::RawRecord& record) {
  const std::uint32_t event = world_->events().of_sample(record.body);
  if (event >= readers_.size()) return false;
  const samples::Quick sample = readers_[event].read(record);
  source_.time = sample.time;
  source_.event = source_.counter = event;
  return sample.ok;
}

}  // namespace perf::api
