#include "api/stat_events.h"

#include "api/decoded.h"

namespace perf::api {
namespace {

// For events that are of no recording: a world with one event in which nothing is set.
const SharedWorld& nowhere() {
  static const SharedWorld world = [] {
    event::EventSet events;
    events.add({}, {});
    auto machine = std::make_shared<machine::Machine>(std::make_shared<symbols::SearchOptions>());
    machine->seal();
    return std::make_shared<const World>(
        std::move(events), std::move(machine), std::make_shared<samples::DeferredChains>(),
        std::make_shared<samples::Guests>(), event::TracingData{}, 0);
  }();
  return world;
}

// Only its type is not zero.
EventSource empty(std::uint32_t type) {
  static const records::RawRecord record;
  return {&nowhere(), &record, 0, base::no_index, type, 0, kind_of(type)};
}

std::uint8_t* storage_for(const EventSource& source) {
  return new std::uint8_t[source.size];
}

}  // namespace

StatEvent::StatEvent() : StatEvent(empty(event::record_stat)) {}
StatEvent::StatEvent(const EventSource& source) : Event(source, storage_for(source)) {}
StatEvent::~StatEvent() {
  delete[] bytes_;
}

std::uint64_t StatEvent::id() const {
  return decoded<records::Stat>(record(), trailer()).id;
}
std::uint32_t StatEvent::cpu() const {
  return decoded<records::Stat>(record(), trailer()).cpu;
}
std::uint32_t StatEvent::thread() const {
  return decoded<records::Stat>(record(), trailer()).thread;
}
std::uint64_t StatEvent::val() const {
  return decoded<records::Stat>(record(), trailer()).val;
}
std::uint64_t StatEvent::ena() const {
  return decoded<records::Stat>(record(), trailer()).ena;
}
std::uint64_t StatEvent::run() const {
  return decoded<records::Stat>(record(), trailer()).run;
}

StatRoundEvent::StatRoundEvent() : StatRoundEvent(empty(event::record_stat_round)) {}
StatRoundEvent::StatRoundEvent(const EventSource& source) : Event(source, storage_for(source)) {}
StatRoundEvent::~StatRoundEvent() {
  delete[] bytes_;
}

std::uint64_t StatRoundEvent::time() const {
  return decoded<records::StatRound>(record(), trailer()).time;
}
std::uint64_t StatRoundEvent::stat_round_type() const {
  return decoded<records::StatRound>(record(), trailer()).round_type;
}

}  // namespace perf::api
