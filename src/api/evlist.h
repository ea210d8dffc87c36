// A list of events as Python sees it, a sequence of evsels: those of a recording, or events of this
// machine that are opened, counted and sampled together.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "api/evsel.h"
#include "api/held_record.h"
#include "api/report_rows.h"

namespace perf::live {
class Evlist;
}

namespace perf::api {

class LiveEvents;

/** Where the cgroups are that events can count; "": there are none. */
PERF_API std::string cgroup_root();

/** Events: of a recording, in the order of its header, or of this machine. Threads that share a
 * list take turns. */
class Evlist {
 public:
  /** An empty list for events of this machine; without maps they count on every CPU for all
   * threads, or for the threads on any CPU. */
  PERF_API explicit Evlist(const CpuMap* cpus = nullptr, const ThreadMap* threads = nullptr);
  explicit Evlist(std::shared_ptr<const World> world);

  PERF_API std::size_t size() const;
  PERF_API Evsel at(std::ptrdiff_t index) const;
  PERF_API std::string repr() const;

  /** Adds an event of this machine; the new number of events. */
  PERF_API std::size_t add(const Evsel& evsel);

  /** Adds the events that a string names, as perf-list(1) has it. OSError says what is wrong, and
   * in which column. */
  PERF_API void add_events(const std::string& events);

  /** Lets the events, or the one of that index, count only what runs in the cgroup of that
   * directory (of a cgroup2, or of the perf_event controller), on the CPUs of the list. OSError
   * when it cannot be opened, IndexError when there is no such event. */
  PERF_API void set_cgroup(const std::string& directory, std::ptrdiff_t index = -1);

  /** Makes the events record what sampling needs: ip, thread, time, CPU, and the first event also
   * what happens to processes. They start disabled. Settings are "name=value", the fields of
   * record_opts; ValueError for a value that is none. */
  PERF_API void config_sampling(const ReportNames& settings);

  /** Makes the events count alone, with the times they ran, from enable() on, or from the next
   * exec of their threads. */
  PERF_API void config_counting(bool inherit = true, bool enable_on_exec = false);

  /** Opens all events, or none: OSError says what forbids it. `notes` tells what was opened in the
   * place of events that this machine or the user's rights do not allow. With `leave_out` the
   * events that this machine has not, and the groups that they are in, stay closed instead; without
   * `fall_back` nothing is opened in another's place. */
  PERF_API void open(bool leave_out = false, bool fall_back = true);
  PERF_API void close();
  PERF_API void enable();
  PERF_API void disable();

  /** Makes the buffers for samples, of so many pages (a power of two), one for each CPU, or for
   * each thread that counts on any CPU. Whether they overwrite is told to config(). */
  PERF_API void mmap(int pages = 128, int overwrite = 0);

  // Learns of the processes that run, so that samples have symbols; after mmap().
  PERF_API void add_running();

  /** Waits until there is something to read, at most `timeout` milliseconds (-1: for ever); how
   * many buffers have it. InterruptedError when a signal came. */
  PERF_API int poll(int timeout = -1);

  /** The descriptors of the events that the buffers belong to. */
  PERF_API Numbers get_pollfd() const;

  // The next record from the buffers of that CPU (-1: of the threads that count on any CPU); none
  // when they are empty. TypeError when there is no such buffer.
  PERF_API HeldRecord read_on_cpu(int cpu, int sample_id_all = 1);

  // The next record of all buffers in order of time; none when it is not known yet which is the
  // next, which it is once all buffers were read again. With `last` nothing is waited for. A list
  // is read in this way or by read_on_cpu().
  PERF_API HeldRecord read_in_order(bool last = false);

  // The samples of all buffers as columns of native numbers: event (its place in the list), pid,
  // tid and cpu (32 bits), time, ip and period (64 bits).
  PERF_API SampleColumns read_columns();

  // All threads that the events were opened for have ended.
  PERF_GET(Evlist, bool, ended)

  /** The CPUs that the events are open on. */
  PERF_API CpuMap all_cpus() const;

  // The list itself, to be locked; it lives as long as what is handed out.
  [[nodiscard]] std::shared_ptr<live::Evlist> shared_list() const;
  PERF_GET(Evlist, TextList, notes)
  PERF_GET(Evlist, std::uint64_t, lost)
  PERF_GET(Evlist, std::uint64_t, unknown)

 private:
  struct Live;
  [[nodiscard]] Live& live() const;
  [[nodiscard]] std::unique_lock<std::mutex> turn() const;
  [[nodiscard]] LiveEvents& events(const char* call) const;

  std::shared_ptr<const World> world_;  // of a recording
  std::shared_ptr<Live> live_;          // of this machine
};

}  // namespace perf::api
