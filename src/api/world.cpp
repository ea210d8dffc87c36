#include "api/world.h"

#include <algorithm>

#include "api/namer.h"
#include "session/live_machine.h"
#include "symbols/demangle.h"

namespace perf::api {

World::World(event::EventSet events, std::shared_ptr<const machine::Machine> machine,
             std::shared_ptr<const samples::DeferredChains> deferred,
             std::shared_ptr<const samples::Guests> guests, event::TracingData tracing,
             unsigned elf_machine)
    : events_(std::move(events)),
      machine_(std::move(machine)),
      deferred_(std::move(deferred)),
      guests_(std::move(guests)),
      tracing_(std::move(tracing)),
      elf_machine_(elf_machine),
      namer_(std::make_unique<Namer>(*this)) {}

World::World(event::EventSet events, std::vector<std::shared_ptr<live::Evsel>> counting,
             const std::shared_ptr<session::LiveMachine>& machine, event::TracingData tracing,
             unsigned elf_machine)
    : World(std::move(events), {machine, &machine->machine()},
            std::make_shared<samples::DeferredChains>(), std::make_shared<samples::Guests>(),
            std::move(tracing), elf_machine) {
  counting_.swap(counting);
  gate_ = machine->gate();
  changes_ = {machine, &machine->changes()};
}

World::~World() = default;

const event::TraceFormat* World::format(std::uint32_t event) const {
  if (event >= events_.size()) return nullptr;
  const event::Attr& attr = events_.at(event).attr;
  return attr.type == event::type_tracepoint ? tracing_.format(attr.config) : nullptr;
}

const machine::KnownObject& World::known(std::uint32_t object) const {
  const auto lock = reading();
  return machine_->objects().at(object);
}

const Named& World::named(const machine::Place& place) const {
  static const Named nothing;
  static std::atomic<std::uint64_t> names{0};
  if (place.object == base::no_index) return nothing;
  const machine::KnownObject& object = known(place.object);
  const symbols::SymbolTable& table = object.object->symbols();  // loaded while nobody waits
  const auto growing = reading();
  const std::uint32_t symbol = table.find(place.address);
  const std::scoped_lock lock(mutex_);
  const std::uint64_t key = (std::uint64_t{place.object} << 32) | symbol;
  if (const auto known = named_.find(key); known != named_.end()) return known->second;
  const bool map = object.object->id().kind == symbols::Kind::perf_map;
  if (map && std::ranges::find(maps_, place.object) == maps_.end()) maps_.push_back(place.object);
  Named named;
  named.object = &object;
  if (symbol != base::no_index) {
    named.symbol = table.at(symbol);
    named.name = symbols::demangle(table.raw_name(symbol));
    named.number = ++names;
  }
  return named_.emplace(key, std::move(named)).first->second;
}

std::vector<std::uint32_t> World::maps() const {
  const std::scoped_lock lock(mutex_);
  return maps_;
}

}  // namespace perf::api
