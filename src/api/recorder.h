// Recording what happens on this machine, as Python sees it: a command that is started to be
// measured, and the file that is written. The loop is Python's, which so hears its signals.
#pragma once

#include <memory>
#include <string>

#include "api/evlist.h"
#include "api/report_rows.h"

namespace perf::api {

/** A command that exists and waits; start() lets it run. One that was not started never runs. */
class Workload {
 public:
  PERF_API explicit Workload(ReportNames command);
  PERF_API ~Workload();
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  PERF_GET(Workload, int, pid)
  /** OSError when the command cannot be executed. */
  PERF_API void start();
  /** Whether it has ended; waits for that if `wait`. */
  PERF_API bool ended(bool wait = false);
  // As waitpid(2) has it, once it has ended.
  PERF_GET(Workload, int, status)

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/** Writes the events of an evlist, which is open and has buffers, to the file `path` ("-" is the
 * standard output). Settings are "name=value": pipe, level (of zstd), version, build_ids;
 * `command` is noted in the header. Threads take turns; the numbers are those of the last step.
 * OSError when the file cannot be written, ValueError for a step out of order. */
class Recorder {
 public:
  PERF_API Recorder(const Evlist& evlist, const std::string& path, ReportNames command,
                    ReportNames settings);
  PERF_API ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /** Opens the file and writes the header, the kernel and the processes that run. */
  PERF_API void begin();
  /** Waits for at most so many milliseconds until there is something, and writes all there is. */
  PERF_API void run(int timeout);
  /** Notes what was lost of the events, which are still open. */
  PERF_API void stop();
  /** Writes the rest and what was lost, and makes the file whole. */
  PERF_API void finish();

  PERF_GET(Recorder, std::uint64_t, size)
  PERF_GET(Recorder, std::uint64_t, samples)
  PERF_GET(Recorder, std::uint64_t, lost)
  PERF_GET(Recorder, std::uint64_t, lost_samples)

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace perf::api
