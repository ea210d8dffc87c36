#include "live/evsel.h"

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "event/abi.h"
#include "live/cpus_and_threads.h"

namespace perf::live {
namespace {

constexpr std::uint64_t second = 1'000'000'000;  // in nanoseconds, which clocks count

// The CPUs of `wanted` on which the unit counts.
std::vector<int> cpus_of(const std::vector<int>& wanted, const std::string& unit_cpus) {
  const auto own = unit_cpus.empty() ? std::nullopt : parse_cpus(unit_cpus);
  if (!own || wanted.front() == any) return wanted;
  std::vector<int> both;
  std::set_intersection(wanted.begin(), wanted.end(), own->begin(), own->end(),
                        std::back_inserter(both));
  return both;
}

// The values of read(2), whose layout the event's read_format says.
class ReadWords {
 public:
  static constexpr std::size_t most = 1024;  // of a group of 250

  bool fill(int handle) {
    const ssize_t got = ::read(handle, words_.data(), sizeof words_);
    count_ = got > 0 ? static_cast<std::size_t>(got) / sizeof(std::uint64_t) : 0;
    return count_ != 0;
  }
  // The next word, 0 behind the last.
  std::uint64_t next() { return at_ < count_ ? words_[at_++] : 0; }
  std::uint64_t next_if(std::uint64_t format, std::uint64_t bit) {
    return (format & bit) != 0 ? next() : 0;
  }

 private:
  std::array<std::uint64_t, most> words_{};
  std::size_t count_ = 0, at_ = 0;
};

}  // namespace

Evsel::Evsel(event::Event told) : event(std::move(told)) {}

Evsel::Evsel(ParsedEvent parsed)
    : event(std::move(parsed.event)),
      settings(parsed.settings),
      unit_cpus(std::move(parsed.cpus)),
      sample_group(parsed.sample_group),
      weak_group(parsed.weak_group),
      precise_max(parsed.precise_max) {}

MaybeRefusal Evsel::open(const Target& target, const Evsel* leader) {
  close();
  std::vector<int> wanted = target.cpus;
  threads_ = target.threads.empty() ? std::vector<int>{any} : target.threads;
  if (wanted.empty()) wanted = threads_.front() == any ? online_cpus() : std::vector<int>{any};
  cpus_ = cpus_of(wanted, unit_cpus);
  for (std::size_t cpu = 0; cpu < cpus_.size(); ++cpu) {
    if (auto refusal = open_on(cpu, target, leader)) {
      close();
      return refusal;
    }
  }
  const bool none = std::all_of(handles_.begin(), handles_.end(),
                                [](const base::Descriptor& handle) { return handle.get() < 0; });
  if (!none) return std::nullopt;
  const Place place{.pid = threads_.front(), .cpu = wanted.front()};
  const int error = cpus_.empty() ? ENODEV : ESRCH;
  close();
  return explain_open(error, event.attr, event.name, place);
}

MaybeRefusal Evsel::open_on(std::size_t cpu, const Target& target, const Evsel* leader) {
  for (std::size_t thread = 0; thread < threads_.size(); ++thread) {
    Place place{.pid = threads_[thread], .cpu = cpus_[cpu]};
    const auto& whose = cgroup ? cgroup : target.cgroup;
    place.cgroup = whose != nullptr;
    if (place.cgroup) place.pid = whose->get();
    if (leader != nullptr) place.group = leader->handle_of(place.cpu, thread);
    int handle = leader != nullptr && place.group < 0 ? -ESRCH : open_event(event.attr, place);
    if (handle < 0 && handle != -ESRCH) {
      return explain_open(-handle, event.attr, event.name, place);
    }
    if (handle < 0) handle = -1;
    handles_.emplace_back(handle);
  }
  return std::nullopt;
}

int Evsel::handle_of(int cpu, std::size_t thread) const {
  const auto found = std::find(cpus_.begin(), cpus_.end(), cpu);
  if (found == cpus_.end() || thread >= threads_.size()) return -1;
  return handle(static_cast<std::size_t>(found - cpus_.begin()), thread);
}

void Evsel::close() {
  handles_.clear();
  before_.clear();
  own_ids_.clear();
}

int Evsel::for_each(unsigned long request, const void* argument) const {
  int error = 0;
  for (const base::Descriptor& handle : handles_) {
    if (handle.get() >= 0 && ::ioctl(handle.get(), request, argument) < 0) error = errno;
  }
  return error;
}

int Evsel::enable() const {
  return for_each(PERF_EVENT_IOC_ENABLE, nullptr);
}
int Evsel::disable() const {
  return for_each(PERF_EVENT_IOC_DISABLE, nullptr);
}
int Evsel::set_filter(const std::string& filter) const {
  return for_each(PERF_EVENT_IOC_SET_FILTER, filter.c_str());
}

std::uint64_t Evsel::timer_rate() const {
  const event::Attr& attr = event.attr;
  const bool clock = attr.type == event::type_software && (attr.config == PERF_COUNT_SW_CPU_CLOCK ||
                                                           attr.config == PERF_COUNT_SW_TASK_CLOCK);
  if (!clock || attr.sample_period == 0) return 0;
  if (timer_rate_ != 0) return timer_rate_;
  return attr.has(event::Flag::freq) ? attr.sample_period : second / attr.sample_period;
}

// The kernel has made a period of a clock's frequency.
int Evsel::set_timer_rate(std::uint64_t rate) {
  timer_rate_ = rate;
  const std::uint64_t period = second / rate;
  return for_each(PERF_EVENT_IOC_PERIOD, &period);
}

void Evsel::note_ids() {
  event.ids.clear();
  own_ids_.clear();
  for (const base::Descriptor& handle : handles_) {
    std::uint64_t id = 0;
    if (handle.get() >= 0 && ::ioctl(handle.get(), PERF_EVENT_IOC_ID, &id) == 0) {
      event.ids.push_back(id);
    }
    own_ids_.push_back(id);
  }
}

std::optional<Count> Evsel::read(std::size_t cpu, std::size_t thread) const {
  ReadWords words;
  const std::size_t place = cpu * threads_.size() + thread;
  if (place >= handles_.size() || !words.fill(handles_[place].get())) return std::nullopt;
  const std::uint64_t format = event.attr.read_format;
  const bool group = (format & event::format_group) != 0;
  Count count;
  const std::uint64_t members = group ? words.next() : 1;
  if (!group) count.value = words.next();
  count.enabled = words.next_if(format, event::format_total_time_enabled);
  count.running = words.next_if(format, event::format_total_time_running);
  // Of a group, the member with this handle's id, else the leader.
  const std::uint64_t own = place < own_ids_.size() ? own_ids_[place] : 0;
  for (std::uint64_t member = 0; member < members; ++member) {
    Count read = count;
    if (group) read.value = words.next();
    read.id = words.next_if(format, event::format_id);
    read.lost = words.next_if(format, event::format_lost);
    if (member == 0 || (read.id != 0 && read.id == own)) count = read;
  }
  return count;
}

std::optional<Count> Evsel::read_delta(std::size_t cpu, std::size_t thread) {
  const auto count = read(cpu, thread);
  if (!count) return std::nullopt;
  before_.resize(handles_.size());
  const Count before = std::exchange(before_[cpu * threads_.size() + thread], *count);
  Count delta = *count;
  delta.value -= before.value;
  delta.enabled -= before.enabled;
  delta.running -= before.running;
  return delta;
}

}  // namespace perf::live
