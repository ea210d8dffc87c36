#include "live/open_event.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "event/abi.h"
#include "live/cpus_and_threads.h"
#include "live/system_files.h"

namespace perf::live {
namespace {

using event::Attr;
using event::Flag;

constexpr unsigned long flag_cgroup = 1UL << 2;         // PERF_FLAG_PID_CGROUP
constexpr unsigned long flag_close_on_exec = 1UL << 3;  // PERF_FLAG_FD_CLOEXEC

int try_open(const Attr& attr, const Place& place) {
  bytes::Builder raw;
  event::put_attr(attr, event::written_size(attr), raw);
  const unsigned long flags = flag_close_on_exec | (place.cgroup ? flag_cgroup : 0);
  const long number =
      ::syscall(SYS_perf_event_open, raw.view().data(), place.pid, place.cpu, place.group, flags);
  return number < 0 ? -errno : static_cast<int>(number);
}

bool drop(Attr& attr, Flag flag) {
  const bool had = attr.has(flag);
  attr.set(flag, false);
  return had;
}

// What kernels have learnt since 4.x and counting can do without, the newest first.
bool drop_newest(Attr& attr) {
  if ((attr.read_format & event::format_lost) != 0) {  // 6.0
    attr.read_format &= ~std::uint64_t{event::format_lost};
    return true;
  }
  if ((attr.sample_type & event::sample_weight_struct) != 0) {  // 5.12
    attr.sample_type ^= event::sample_weight_struct | event::sample_weight;
    return true;
  }
  if (drop(attr, Flag::build_id)) return true;                                       // 5.12
  if (drop(attr, Flag::cgroup) || (attr.sample_type & event::sample_cgroup) != 0) {  // 5.7
    attr.sample_type &= ~std::uint64_t{event::sample_cgroup};
    return true;
  }
  constexpr std::array by_age{Flag::ksymbol, Flag::bpf_event, Flag::namespaces,
                              Flag::exclude_guest};
  for (const Flag flag : by_age) {
    if (drop(attr, flag)) return true;
  }
  return false;
}

std::string at(const Place& place) {
  if (place.cgroup) return " for the cgroup";
  if (place.pid >= 0) return " for thread " + std::to_string(place.pid);
  return place.cpu >= 0 ? " on CPU " + std::to_string(place.cpu) : "";
}

std::string level_text() {
  const auto level = paranoid_level();
  return "kernel.perf_event_paranoid is " + (level ? std::to_string(*level) : "unknown");
}

// Which of the gates stands before this event (Documentation/admin-guide/perf-security.rst).
std::string missing_privilege(const Attr& attr, const Place& place) {
  const int level = paranoid_level().value_or(2);
  if (attr.type == event::type_tracepoint && level > -1) {
    return level_text() + "; tracepoints need CAP_PERFMON, or it set to -1";
  }
  if (place.pid < 0 && level > 0) {
    return level_text() +
           "; whole CPUs need CAP_PERFMON, or it set to 0 or less; a process of "
           "your own (-p, or a command) needs neither";
  }
  if (!attr.has(Flag::exclude_kernel) && level > 1) {
    return level_text() +
           "; the kernel's part needs CAP_PERFMON, or it set to 1 or less; the "
           "modifier :u leaves it out";
  }
  if (place.pid > 0) {
    return "the thread is another user's, or may not be traced; that needs CAP_PERFMON";
  }
  return level_text() +
         ", or a rule of the container or of a security module forbids "
         "perf_event_open; that needs CAP_PERFMON";
}

bool is_online(int cpu) {
  const std::vector<int> online = online_cpus();
  return std::find(online.begin(), online.end(), cpu) != online.end();
}

std::string cause(int error, const Attr& attr, const Place& place) {
  switch (error) {
    case EACCES:
    case EPERM:
      return missing_privilege(attr, place);
    case ENOENT:
    case EOPNOTSUPP:
    case ENXIO:
      if (error == EOPNOTSUPP && (attr.sample_type & event::sample_branch_stack) != 0) {
        return "branches are recorded by some hardware events of some CPUs, and not by this one";
      }
      return attr.type == event::type_hardware || attr.type == event::type_hw_cache ||
                     attr.type == event::type_raw
                 ? "this machine counts no such hardware event (a virtual machine often has no "
                   "counters at all); cpu-clock needs none"
                 : "the kernel has no such event";
    case ENODEV:
      return place.cpu >= 0 ? "that CPU is offline, or its unit is gone"
                            : "this machine has no unit that counts it";
    case ESRCH:
      return "there is no such thread any more";
    case EMFILE:
      return "this process has as many files open as it may (ulimit -n)";
    case ENFILE:
      return "the system has as many files open as it may (fs.file-max)";
    case EBUSY:
      return "the counter is taken by someone who does not share it";
    case ENOSPC:
      return "all breakpoint registers or counters are taken";
    case E2BIG:
      return "the kernel is too old for this attribute";
    case ENOSYS:
      return "the kernel is built without perf events, or they are forbidden here";
    case EINVAL:
      if (place.cpu >= 0 && !is_online(place.cpu)) return "there is no such CPU, or it is offline";
      return "the kernel takes no event with these settings, or not in this group";
    default:
      return std::strerror(error);
  }
}

}  // namespace

std::optional<int> kernel_setting(const std::string& name) {
  const auto text = read_text("/proc/sys/kernel/" + name);
  int value = 0;
  if (!text) return std::nullopt;
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), value);
  return parsed.ec == std::errc() ? std::optional(value) : std::nullopt;
}

int open_event(Attr& attr, const Place& place) {
  const Attr wanted = attr;
  int handle = try_open(attr, place);
  while ((handle == -EINVAL || handle == -E2BIG) && drop_newest(attr)) {
    handle = try_open(attr, place);
  }
  if (handle < 0) attr = wanted;
  return handle;
}

Refusal explain_open(int error, const Attr& attr, const std::string& name, const Place& place) {
  return {error, "cannot open '" + name + "'" + at(place) + ": " + cause(error, attr, place)};
}

}  // namespace perf::live
