#include "api/world.h"

#include "base/hash.h"
#include "event/abi.h"
#include "symbols/demangle.h"

namespace perf::api {
namespace {

constexpr std::size_t recent_tasks = 1U << 10;
constexpr std::size_t recent_places = 1U << 15;
constexpr machine::Window never{base::order_max, {}};

}  // namespace

World::World(event::EventSet events, std::shared_ptr<const machine::Machine> machine,
             event::TracingData tracing)
    : events_(std::move(events)), machine_(std::move(machine)), tracing_(std::move(tracing)) {}

const event::TraceFormat* World::format(std::uint32_t event) const {
  if (event >= events_.size()) return nullptr;
  const event::Attr& attr = events_.at(event).attr;
  return attr.type == event::type_tracepoint ? tracing_.format(attr.config) : nullptr;
}

machine::TaskAt World::task(std::uint32_t pid, std::uint32_t tid, base::OrderKey when) const {
  if (tasks_.empty()) tasks_.resize(recent_tasks, {0, 0, {.window = never}});
  RecentTask& recent = tasks_[tid % recent_tasks];
  if (recent.tid != tid || recent.pid != pid || !recent.task.window.holds(when)) {
    recent = {pid, tid, machine_->task_at(pid, tid, when)};
  }
  return recent.task;
}

Located World::locate(std::uint32_t space, unsigned cpumode, base::Address ip,
                      base::OrderKey when) const {
  if (cpumode == event::misc_kernel) space = base::no_index;  // the same in every process
  const std::size_t slot = base::hash_pair((std::uint64_t{space} << 3) | cpumode, ip);
  if (places_.empty()) places_.resize(recent_places, {0, 0, 0, {.window = never}});
  RecentPlace& recent = places_[slot % recent_places];
  if (recent.ip != ip || recent.space != space || recent.cpumode != cpumode ||
      !recent.located.window.holds(when)) {
    recent = {ip, space, cpumode, look_up(space, cpumode, ip, when)};
  }
  return recent.located;
}

Located World::look_up(std::uint32_t space, unsigned cpumode, base::Address ip,
                       base::OrderKey when) const {
  const machine::Place place = machine_->find(space, cpumode, ip, when);
  Located located;
  located.address = place.address;
  located.mapping = place.mapping;
  located.window = place.window;
  if (place.object == base::no_index) return located;
  located.object = &machine_->objects().at(place.object);
  const symbols::SymbolTable& table = located.object->object->symbols();
  const std::uint32_t symbol = table.find(place.address);
  if (symbol == base::no_index) return located;
  located.symbol = &table.at(symbol);
  located.name = &symbol_name(place.object, symbol);
  return located;
}

const std::string& World::symbol_name(std::uint32_t object, std::uint32_t symbol) const {
  const auto [place, fresh] = names_.try_emplace((std::uint64_t{object} << 32) | symbol);
  if (fresh) {
    const symbols::SymbolTable& table = machine_->objects().at(object).object->symbols();
    place->second = symbols::demangle(table.raw_name(symbol));
  }
  return place->second;
}

}  // namespace perf::api
