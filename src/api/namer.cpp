#include "api/namer.h"

#include "event/abi.h"

namespace perf::api {
namespace {

constexpr std::size_t recent_tasks = 1U << 10;
constexpr machine::Window never{base::order_max, {}};

}  // namespace

machine::TaskAt Namer::task(std::uint32_t pid, std::uint32_t tid, base::OrderKey when) {
  if (tasks_.empty()) tasks_.resize(recent_tasks, {0, 0, {.window = never}});
  RecentTask& recent = tasks_[tid % recent_tasks];
  if (recent.tid != tid || recent.pid != pid || !recent.task.window.holds(when)) {
    recent = {pid, tid, world_.machine().task_at(pid, tid, when)};
  }
  return recent.task;
}

std::uint64_t Namer::key_of(std::uint32_t space, unsigned cpumode, base::Address ip) {
  if (cpumode == event::misc_kernel) space = base::no_index;  // the same in every process
  return base::hash_pair((std::uint64_t{space} << 3) | cpumode, ip) >> 1;
}

// Where nothing is mapped there is nothing worth keeping.
const Named& Namer::name(std::uint32_t space, unsigned cpumode, base::Address ip,
                         base::OrderKey when) {
  const std::uint64_t key = key_of(space, cpumode, ip);
  const Spot* known = spots_.find(key);
  if (known != nullptr && windows_[known->window].holds(when)) return *named_[known->named];
  const machine::Place place = world_.machine().find(space, cpumode, ip, when);
  const Named& named = world_.named(place);
  if (place.object == base::no_index) return named;
  const Spot spot{number_of(named), number_of(place.window)};
  bool fresh = false;
  spots_.get(key, fresh) = spot;
  return named;
}

std::uint32_t Namer::number_of(const Named& named) {
  bool fresh = false;
  const auto key = reinterpret_cast<std::uintptr_t>(&named);
  std::uint32_t& number = named_numbers_.get(key, fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(named_.size());
    named_.push_back(&named);
  }
  return number;
}

std::uint32_t Namer::number_of(const machine::Window& window) {
  bool fresh = false;
  const std::uint64_t from = base::hash_pair(window.from.time, window.from.offset);
  const std::uint64_t to = base::hash_pair(window.to.time, window.to.offset);
  std::uint32_t& number = window_numbers_.get(base::hash_pair(from, to) >> 1, fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(windows_.size());
    windows_.push_back(window);
  }
  return number;
}

}  // namespace perf::api
