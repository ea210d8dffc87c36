#include "api/namer.h"

#include "event/abi.h"

namespace perf::api {
namespace {

constexpr std::size_t recent_tasks = 1U << 10;
constexpr machine::Window never{base::order_max, {}};

}  // namespace

machine::TaskAt Namer::task(std::uint32_t pid, std::uint32_t tid, base::OrderKey when) {
  if (tasks_.empty()) tasks_.resize(recent_tasks, {.task = {.window = never}});
  const std::uint64_t changes = world_.changes();
  RecentTask& recent = tasks_[tid % recent_tasks];
  if (recent.tid != tid || recent.pid != pid || recent.changes != changes ||
      !recent.task.window.holds(when)) {
    const auto lock = world_.reading();
    recent = {pid, tid, changes, world_.machine().task_at(pid, tid, when)};
  }
  return recent.task;
}

std::uint64_t Namer::key_of(std::uint32_t space, unsigned cpumode, base::Address ip) {
  if (cpumode == event::misc_kernel) space = base::no_index;  // the same in every process
  return base::hash_pair((std::uint64_t{space} << 3) | cpumode, ip) >> 1;
}

machine::Place Namer::find(std::uint32_t space, unsigned cpumode, base::Address ip,
                           base::OrderKey when) const {
  const auto lock = world_.reading();
  return world_.machine().find(space, cpumode, ip, when);
}

// A world that grows may answer otherwise now, about any time after its newest record.
void Namer::keep_up() {
  const std::uint64_t changes = world_.changes();
  if (changes == changes_) return;
  changes_ = changes;
  spots_ = decltype(spots_)();
  windows_.clear();
  window_numbers_ = decltype(window_numbers_)();
}

// Where nothing is mapped there is nothing worth keeping.
const Named& Namer::name(std::uint32_t space, unsigned cpumode, base::Address ip,
                         base::OrderKey when) {
  keep_up();
  const std::uint64_t key = key_of(space, cpumode, ip);
  const Spot* known = spots_.find(key);
  if (known != nullptr && windows_[known->window].holds(when)) return *named_[known->named];
  const machine::Place place = find(space, cpumode, ip, when);
  const Named& named = world_.named(place);
  if (place.object == base::no_index) return named;
  const Spot spot{number_of(named), number_of(place.window)};
  bool fresh = false;
  spots_.get(key, fresh) = spot;
  return named;
}

std::uint32_t Namer::number_of(const Named& named) {
  const auto key = reinterpret_cast<std::uintptr_t>(&named);
  if (const std::uint32_t* known = named_numbers_.find(key)) return *known;
  named_.push_back(&named);  // first: there is never a number without its name
  bool fresh = false;
  return named_numbers_.get(key, fresh) = static_cast<std::uint32_t>(named_.size() - 1);
}

std::uint32_t Namer::number_of(const machine::Window& window) {
  const std::uint64_t from = base::hash_pair(window.from.time, window.from.offset);
  const std::uint64_t to = base::hash_pair(window.to.time, window.to.offset);
  const std::uint64_t key = base::hash_pair(from, to) >> 1;
  if (const std::uint32_t* known = window_numbers_.find(key)) return *known;
  windows_.push_back(window);
  bool fresh = false;
  return window_numbers_.get(key, fresh) = static_cast<std::uint32_t>(windows_.size() - 1);
}

}  // namespace perf::api
