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
  base::Descriptor cgroup;
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

std::shared_ptr<live::Evlist> Evlist::shared_list() const {
  return {live_, &live().list};
}

std::size_t Evlist::size() const {
  return world_ ? world_->events().size() : live_->list.evsels.size();
}

Evsel Evlist::at(std::ptrdiff_t index) const {
  if (index < 0 || static_cast<std::size_t>(index) >= size()) {
    throw std::out_of_range("Index out of range");
  }
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
  auto& evsels = live().list.evsels;
  live::ParsedEvents parsed = live::parse_events(events, live::event_sources());
  if (parsed.error) {
    throw Refused(EINVAL, "event string, column " + std::to_string(parsed.error->column + 1) +
                              ": " + parsed.error->sentence);
  }
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

void Evlist::set_cgroup(const std::string& directory) {
  Live& live = this->live();
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) throw std::system_error(errno, std::generic_category(), directory);
  live.cgroup = base::Descriptor(opened);
  live.list.target.cgroup = opened;
}

void Evlist::config_sampling(const ReportNames& settings) {
  live::configure(live().list.evsels, record_options(settings));
}

void Evlist::config_counting(bool inherit, bool enable_on_exec) {
  live::configure_counting(live().list.evsels, inherit, enable_on_exec);
}

void Evlist::open(bool leave_out, bool fall_back) {
  live().list.leave_out = leave_out;
  live().list.fall_back = fall_back;
  if (const auto refusal = live().list.open()) raise(*refusal);
}

void Evlist::close() {
  live().list.close();
}

void Evlist::enable() {
  if (const int error = live().list.enable(); error != 0) {
    throw std::system_error(error, std::generic_category(), "cannot enable the events");
  }
}

void Evlist::disable() {
  if (const int error = live().list.disable(); error != 0) {
    throw std::system_error(error, std::generic_category(), "cannot disable the events");
  }
}

void Evlist::mmap(int pages, int /*overwrite*/) {
  Live& live = this->live();
  if (pages <= 0) throw std::invalid_argument("pages is a power of two");
  if (const auto refusal = live.list.map(static_cast<std::size_t>(pages))) raise(*refusal);
  live.events = std::make_shared<LiveEvents>(live.list);
}

int Evlist::poll(int timeout) {
  const std::shared_ptr<LiveEvents> events = live().events;
  if (!events) throw std::invalid_argument("poll() needs mmap() first");
  if (events->reader().has_pending()) timeout = 0;
  const int ready = events->reader().rings().poll(timeout);
  if (ready < 0) throw std::system_error(-ready, std::generic_category(), "poll");
  return std::max(ready, events->reader().has_pending() ? 1 : 0);
}

Numbers Evlist::get_pollfd() const {
  Numbers numbers;
  if (!live().events) return numbers;
  for (const int handle : live().events->reader().rings().handles()) {
    numbers.push_back(static_cast<std::uint64_t>(handle));
  }
  return numbers;
}

const EventSource* Evlist::read_on_cpu(int cpu, int /*sample_id_all*/) {
  const std::shared_ptr<LiveEvents> events = live().events;
  if (!events || !events->has_cpu(cpu)) {
    throw TypeError("Unknown CPU '" + std::to_string(cpu) + "'");
  }
  return events->next(cpu);
}

const EventSource* Evlist::read_in_order(bool last) {
  const std::shared_ptr<LiveEvents> events = live().events;
  if (!events) throw std::invalid_argument("read_in_order() needs mmap() first");
  return events->next_in_order(last);
}

ByteColumns Evlist::read_columns() {
  const std::shared_ptr<LiveEvents> events = live().events;
  if (!events) throw std::invalid_argument("read_samples() needs mmap() first");
  const SampleColumns columns = events->take_columns();
  ByteColumns out;
  const auto add = [&out](const auto& column) {
    const auto bytes = std::as_bytes(std::span(column));
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
    out.emplace_back(first, first + bytes.size());
  };
  add(columns.event);
  add(columns.pid);
  add(columns.tid);
  add(columns.cpu);
  add(columns.time);
  add(columns.ip);
  add(columns.period);
  return out;
}

bool Evlist::ended() const {
  return live_ && live_->events && live_->events->reader().rings().ended();
}

CpuMap Evlist::all_cpus() const {
  std::set<int> cpus;
  for (const auto& evsel : live().list.evsels) {
    cpus.insert(evsel->cpus().begin(), evsel->cpus().end());
  }
  return CpuMap({cpus.begin(), cpus.end()});
}

TextList Evlist::notes() const {
  return live_ ? live_->list.notes() : TextList{};
}
std::uint64_t Evlist::lost() const {
  return live_ && live_->events ? live_->events->lost() : 0;
}
std::uint64_t Evlist::unknown() const {
  return live_ && live_->events ? live_->events->unknown() : 0;
}

}  // namespace perf::api
