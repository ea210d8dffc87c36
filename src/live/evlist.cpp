#include "live/evlist.h"

#include <linux/perf_event.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "event/abi.h"
#include "live/cpus_and_threads.h"
#include "live/system_files.h"

namespace perf::live {
namespace {

using event::Flag;

// The machine has nothing that counts it.
bool is_missing(int error) {
  return error == ENOENT || error == ENXIO || error == ENODEV || error == EOPNOTSUPP ||
         error == ENOSYS;
}

Refusal explain_map(int error, std::size_t pages) {
  std::string sentence = "cannot map a buffer of " + std::to_string(pages) + " pages: ";
  if (error == EPERM) {
    const auto limit = read_text("/proc/sys/kernel/perf_event_mlock_kb");
    sentence += "kernel.perf_event_mlock_kb is " + limit.value_or("unknown") +
                "; fewer pages, a larger ulimit -l, or CAP_IPC_LOCK would do";
  } else if (error == EINVAL) {
    sentence +=
        "their number must be a power of two, and a thread's own buffer cannot take in "
        "its children";
  } else {
    sentence += std::strerror(error);
  }
  return {error, sentence};
}

}  // namespace

// The number of the buffer there; -1: none yet.
int Rings::ring_of(const Ring::Place& place) const {
  for (std::size_t i = 0; i < rings_.size(); ++i) {
    if (rings_[i].place() == place) return static_cast<int>(i);
  }
  return -1;
}

// Told of once each time that the kernel wakes us, and of the end of a thread once. It wakes all
// events that share a buffer, and tells the one that is asked first alone what for.
int Rings::watch(int handle, bool has_input) {
  epoll_event wanted{};
  wanted.events = (has_input ? EPOLLIN : 0U) | EPOLLET;
  wanted.data.u64 = hung_up_.size();
  hung_up_.push_back(false);
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, handle, &wanted) < 0 ? errno : 0;
}

MaybeRefusal Rings::map_place(const Evsel& evsel, std::size_t cpu, std::size_t thread,
                              std::size_t pages) {
  const int handle = evsel.handle(cpu, thread);
  if (handle < 0) return std::nullopt;
  Ring::Place place{evsel.cpus()[cpu], -1, evsel.event.attr.has(Flag::write_backward)};
  if (place.cpu == -1) place.thread = evsel.threads()[thread];
  const int known = ring_of(place);
  if (known >= 0) {
    const auto into = static_cast<long>(handles_[static_cast<std::size_t>(known)]);
    if (::ioctl(handle, PERF_EVENT_IOC_SET_OUTPUT, into) < 0) return explain_map(errno, pages);
    const int error = watch(handle, !place.overwrites);
    return error == 0 ? std::nullopt : MaybeRefusal(explain_map(error, pages));
  }
  Ring ring(handle, pages, place);
  if (ring.error() != 0) return explain_map(ring.error(), pages);
  rings_.push_back(std::move(ring));
  handles_.push_back(handle);
  const int error = watch(handle, !place.overwrites);
  return error == 0 ? std::nullopt : MaybeRefusal(explain_map(error, pages));
}

MaybeRefusal Rings::map(const std::vector<std::shared_ptr<Evsel>>& evsels, std::size_t pages) {
  epoll_ = base::Descriptor(::epoll_create1(EPOLL_CLOEXEC));
  if (epoll_.get() < 0) return explain_map(errno, pages);
  for (const auto& evsel : evsels) {
    if (!evsel->is_open()) continue;
    for (std::size_t cpu = 0; cpu < evsel->cpus().size(); ++cpu) {
      for (std::size_t thread = 0; thread < evsel->threads().size(); ++thread) {
        if (auto refusal = map_place(*evsel, cpu, thread, pages)) return refusal;
      }
    }
    evsel->note_ids();
  }
  return std::nullopt;
}

// The kernel tells one waiter alone of the end of the last thread, so the others look now and then.
int Rings::poll(int timeout) const {
  constexpr int look = 100;
  for (;;) {
    const int slice = ended() ? 0 : timeout < 0 ? look : std::min(timeout, look);
    const int count = wait(slice);
    if (timeout > 0) timeout -= slice;
    if (count != 0 || timeout == 0 || slice == 0) return count;
  }
}

int Rings::wait(int timeout) const {
  std::array<epoll_event, 64> events{};
  const int count =
      ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout);
  if (count < 0) return -errno;
  const std::scoped_lock lock(mutex_);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if ((event.events & EPOLLHUP) != 0) hung_up_[event.data.u64] = true;
  }
  return count;
}

bool Rings::ended() const {
  const std::scoped_lock lock(mutex_);
  return !hung_up_.empty() &&
         std::all_of(hung_up_.begin(), hung_up_.end(), [](bool gone) { return gone; });
}

MaybeRefusal Evlist::open() {
  notes_.clear();
  for (std::size_t i = 0; i < evsels.size(); ++i) {
    const std::uint32_t leader = evsels[i]->event.leader;
    if (leave_out && leader < i && !evsels[leader]->is_open()) continue;
    auto refusal = open_one(i);
    if (!refusal) continue;
    if (refusal->error == EINVAL && leader < i && evsels[i]->weak_group) {
      break_up_group(leader);
      i = leader - std::size_t{1};  // again from its first event
      continue;
    }
    if (leave_out && is_missing(refusal->error)) {
      leave_out_group(leader);
      continue;
    }
    close();
    return refusal;
  }
  return std::nullopt;
}

// Its events stand for themselves then, and begin when their leader would have.
void Evlist::break_up_group(std::uint32_t leader) {
  const event::Attr first = evsels[leader]->event.attr;
  for (std::uint32_t i = 0; i < evsels.size(); ++i) {
    Evsel& evsel = *evsels[i];
    if (evsel.event.leader != leader) continue;
    evsel.close();
    evsel.weak_group = false;
    evsel.event.leader = i;
    evsel.event.members = 1;
    evsel.event.group_name.clear();
    for (const Flag flag : {Flag::disabled, Flag::enable_on_exec}) {
      evsel.event.attr.set(flag, first.has(flag));
    }
  }
}

void Evlist::leave_out_group(std::uint32_t leader) {
  for (const auto& evsel : evsels) {
    if (evsel->event.leader == leader) evsel->close();
  }
}

MaybeRefusal Evlist::open_one(std::size_t index) {
  Evsel& evsel = *evsels[index];
  const std::uint32_t leader = evsel.event.leader;
  const Evsel* first = leader < index ? evsels[leader].get() : nullptr;
  for (;;) {
    auto refusal = evsel.open(target, first);
    if (!refusal) return std::nullopt;
    if (!fall_back || !substitute(evsel, *refusal)) return refusal;
  }
}

// Makes of an event that was refused one that may be taken; false when there is none.
bool Evlist::substitute(Evsel& evsel, const Refusal& refusal) {
  event::Attr& attr = evsel.event.attr;
  const int error = refusal.error;
  const bool cycles = attr.type == event::type_hardware && attr.config == 0;
  const bool too_precise = attr.precise_ip() != 0 && error == EOPNOTSUPP;
  if (too_precise && evsel.precise_max) {
    attr.flags -= 1ULL << 15;  // one level of precise_ip
    return true;
  }
  const bool samples = attr.sample_period != 0;  // a count of something else would be taken for it
  if (cycles && samples && !leave_out && !too_precise && is_missing(error)) {
    notes_.push_back("'" + evsel.event.name +
                     "' cannot be counted by this machine: cpu-clock takes its place");
    attr.type = event::type_software;
    attr.flags &= ~(3ULL << 15);  // precise_ip
    evsel.event.name = "cpu-clock" + evsel.event.name.substr(std::min(evsel.event.name.find(':'),
                                                                      evsel.event.name.size()));
    return true;
  }
  const bool forbidden = error == EACCES || error == EPERM;
  const bool kernel_alone = attr.has(Flag::exclude_user);  // nothing would be left
  if (!forbidden || kernel_alone || attr.has(Flag::exclude_kernel) ||
      paranoid_level().value_or(2) < 2) {
    return false;
  }
  notes_.push_back("the kernel's part of '" + evsel.event.name +
                   "' is left out: kernel.perf_event_paranoid is " +
                   std::to_string(*paranoid_level()));
  attr.set(Flag::exclude_kernel);
  attr.set(Flag::exclude_callchain_kernel);
  evsel.event.name += evsel.event.name.find(':') == std::string::npos ? ":u" : "u";
  return true;
}

void Evlist::close() {
  for (const auto& evsel : evsels) evsel->close();
}

MaybeRefusal Evlist::map(std::size_t pages) {
  auto rings = std::make_shared<Rings>();
  auto refusal = rings->map(evsels, pages);
  if (!refusal) rings_ = std::move(rings);
  return refusal;
}

std::vector<int> Evlist::processes() const {
  const bool all = target.threads.empty() || target.threads.front() == any;
  return all ? std::vector<int>{} : processes_of(target.threads);
}

int Evlist::enable() const {
  int error = 0;
  for (const auto& evsel : evsels) {
    if (const int failed = evsel->enable(); failed != 0) error = failed;
  }
  return error;
}

int Evlist::disable() const {
  int error = 0;
  for (const auto& evsel : evsels) {
    if (const int failed = evsel->disable(); failed != 0) error = failed;
  }
  return error;
}

}  // namespace perf::live
