#include "api/evlist.h"

#include <fcntl.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <system_error>

#include "api/error.h"
#include "api/live_events.h"
#include "api/live_settings.h"
#include "api/world.h"
#include "live/cgroups.h"
#include "live/cpus_and_threads.h"

namespace perf::api {

// Shared by a list and whoever is waiting for it.
struct Evlist::Live {
  live::Evlist list;
  std::shared_ptr<LiveEvents> events;  // once there are buffers
};

Evlist::Evlist(std::shared_ptr<const World> world) : world_(std::move(world)) {}

Evlist::Evlist(const CpuMap* cpus, const ThreadMap* threads) : live_(std::make_shared<Live>()) {
  if (cpus != nullptr) live_->list.target.cpus = cpus->all();
  if (threads != nullptr) live_->list.target.threads = threads->all();
}

Evlist::Live& Evlist::live() const {
  if (!live_) throw std::invalid_argument("the events of a recording cannot be opened");
  return *live_;
}

// To use a list of this machine; a recording's does not change.
std::unique_lock<std::mutex> Evlist::turn() const {
  return live_ ? std::unique_lock(live_->list.mutex) : std::unique_lock<std::mutex>();
}

// What is to be read; the turn is held.
LiveEvents& Evlist::events(const char* call) const {
  LiveEvents* events = live().events.get();
  if (events == nullptr) {
    throw std::invalid_argument(std::string(call) + "() needs mmap() first");
  }
  if (!events->reader().rings().are_here()) {
    throw std::runtime_error(
        "the buffers stayed with the process that forked this one; close(), open() and mmap() "
        "make new ones");
  }
  return *events;
}

std::shared_ptr<live::Evlist> Evlist::shared_list() const {
  return {live_, &live().list};
}

std::size_t Evlist::size() const {
  const auto lock = turn();
  return world_ ? world_->events().size() : live_->list.evsels.size();
}

Evsel Evlist::at(std::ptrdiff_t index) const {
  if (index < 0 || static_cast<std::size_t>(index) >= size()) {
    throw std::out_of_range("Index out of range");
  }
  const auto lock = turn();
  const auto place = static_cast<std::size_t>(index);
  return world_ ? Evsel(world_, place) : Evsel(live_->list.evsels[place]);
}

std::string Evlist::repr() const {
  std::string text = "evlist([";
  for (std::size_t i = 0; i < size(); ++i) {
    if (i != 0) text += ',';
    text += at(static_cast<std::ptrdiff_t>(i)).name();
  }
  return text + "])";
}

std::size_t Evlist::add(const Evsel& evsel) {
  const auto lock = turn();
  auto& evsels = live().list.evsels;
  if (!evsel.live()) throw std::invalid_argument("an event of a recording cannot be added");
  if (std::find(evsels.begin(), evsels.end(), evsel.live()) != evsels.end()) {
    throw std::invalid_argument(evsel.name() + " is in the list already");
  }
  evsel.live()->event.leader = static_cast<std::uint32_t>(evsels.size());
  evsels.push_back(evsel.live());
  return evsels.size();
}

void Evlist::add_events(const std::string& events) {
  live::Evlist& list = live().list;
  live::ParsedEvents parsed = live::parse_events(events, live::event_sources());
  if (parsed.error) {
    throw Refused(EINVAL, "event string, column " + std::to_string(parsed.error->column + 1) +
                              ": " + parsed.error->sentence);
  }
  const std::scoped_lock lock(list.mutex);
  auto& evsels = list.evsels;
  const auto before = static_cast<std::uint32_t>(evsels.size());
  for (live::ParsedEvent& event : parsed.events) {
    event.event.leader += before;
    evsels.push_back(std::make_shared<live::Evsel>(std::move(event)));
    evsels.back()->tracking = evsels.size() == 1;
  }
}

std::string cgroup_root() {
  return live::cgroup_root();
}

void Evlist::set_cgroup(const std::string& directory, std::ptrdiff_t index) {
  const auto lock = turn();
  live::Evlist& list = live().list;
  if (index >= static_cast<std::ptrdiff_t>(list.evsels.size())) {
    throw std::out_of_range("no such event");
  }
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) throw std::system_error(errno, std::generic_category(), directory);
  auto& cgroup =
      index < 0 ? list.target.cgroup : list.evsels[static_cast<std::size_t>(index)]->cgroup;
  cgroup = std::make_shared<const base::Descriptor>(opened);
}

void Evlist::config_sampling(const ReportNames& settings) {
  const auto lock = turn();
  live::configure(live().list.evsels, record_options(settings));
}

void Evlist::config_counting(bool inherit, bool enable_on_exec) {
  const auto lock = turn();
  live::configure_counting(live().list.evsels, inherit, enable_on_exec);
}

void Evlist::open(bool leave_out, bool fall_back) {
  const auto lock = turn();
  live().list.leave_out = leave_out;
  live().list.fall_back = fall_back;
  if (const auto refusal = live().list.open()) raise(*refusal);
}

void Evlist::close() {
  const auto lock = turn();
  live().list.close();
}

void Evlist::enable() {
  const auto lock = turn();
  if (const int error = live().list.enable(); error != 0) {
    throw std::system_error(error, std::generic_category(), "cannot enable the events");
  }
}

void Evlist::disable() {
  const auto lock = turn();
  if (const int error = live().list.disable(); error != 0) {
    throw std::system_error(error, std::generic_category(), "cannot disable the events");
  }
}

void Evlist::mmap(int pages, int /*overwrite*/) {
  const auto lock = turn();
  Live& live = this->live();
  if (pages <= 0) throw std::invalid_argument("pages is a power of two");
  if (const auto refusal = live.list.map(static_cast<std::size_t>(pages))) raise(*refusal);
  live.events = std::make_shared<LiveEvents>(live.list);
}

void Evlist::add_running() {
  auto lock = turn();
  const std::shared_ptr<LiveEvents> events = live().events;
  lock.unlock();
  if (events) events->add_running();
}

int Evlist::poll(int timeout) {
  auto lock = turn();
  const std::shared_ptr<LiveEvents> events = live().events;
  if (!events) throw std::invalid_argument("poll() needs mmap() first");
  if (events->reader().has_pending()) timeout = 0;
  lock.unlock();
  const int ready = events->reader().rings().poll(timeout);
  if (ready < 0) throw std::system_error(-ready, std::generic_category(), "poll");
  lock.lock();
  return std::max(ready, events->reader().has_pending() ? 1 : 0);
}

Numbers Evlist::get_pollfd() const {
  const auto lock = turn();
  Numbers numbers;
  if (!live().events) return numbers;
  for (const int handle : live().events->reader().rings().handles()) {
    numbers.push_back(static_cast<std::uint64_t>(handle));
  }
  return numbers;
}

HeldRecord Evlist::read_on_cpu(int cpu, int /*sample_id_all*/) {
  auto lock = turn();
  if (!live().events || !live().events->has_cpu(cpu)) {
    throw TypeError("Unknown CPU '" + std::to_string(cpu) + "'");
  }
  return {events("read_on_cpu").next(cpu), std::move(lock)};
}

HeldRecord Evlist::read_in_order(bool last) {
  auto lock = turn();
  return {events("read_in_order").next_in_order(last), std::move(lock)};
}

SampleColumns Evlist::read_columns() {
  const auto lock = turn();
  return events("read_samples").take_columns();
}

bool Evlist::ended() const {
  const auto lock = turn();
  return live_ && live_->events && live_->events->reader().rings().ended();
}

CpuMap Evlist::all_cpus() const {
  const auto lock = turn();
  std::set<int> cpus;
  for (const auto& evsel : live().list.evsels) {
    cpus.insert(evsel->cpus().begin(), evsel->cpus().end());
  }
  return CpuMap({cpus.begin(), cpus.end()});
}

TextList Evlist::notes() const {
  const auto lock = turn();
  return live_ ? live_->list.notes() : TextList{};
}
std::uint64_t Evlist::lost() const {
  const auto lock = turn();
  return live_ && live_->events ? live_->events->lost() : 0;
}
std::uint64_t Evlist::unknown() const {
  const auto lock = turn();
  return live_ && live_->events ? live_->events->unknown() : 0;
}

}  // namespace perf::api
