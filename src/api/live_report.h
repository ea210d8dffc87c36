// What happens on this machine grouped for a screen: it is counted in the background, and views of
// what has been counted are made on request. Which events are open is the evlist's business.
#pragma once

#include "api/evlist.h"
#include "api/report.h"

namespace perf::api {

/** The samples of an evlist that is open and has buffers, counted from the moment this is made. */
class PERF_API LiveReport {
 public:
  /** Settings are "name=value": max_stack, idle (1: CPUs that have nothing to do count too), kernel
   * and user (0: what they do does not). */
  LiveReport(const Evlist& evlist, ReportNames settings);
  ~LiveReport();
  LiveReport(const LiveReport&) = delete;
  LiveReport& operator=(const LiveReport&) = delete;

  /** What was counted so far, as a dict: samples, unresolved, truncated, idle, lost,
   * throttled, unknown (numbers), rate_limit (samples a second and CPU that clocks were held to,
   * as they took more of the machine than kernel.perf_cpu_time_max_percent; 0: they were not),
   * by_cpu (samples, a list), done. */
  HeaderItems counts() const;
  /** The names of the events. */
  ReportNames events() const;
  /** Whether samples count from now on. */
  void set_counting(bool on);
  /** Forgets what was counted so far. */
  void clear();
  /** Says what is looked at from now on: "all" that was counted, "decay" (each second weighs 7/8
   * of the one after it), or "last" so many seconds. Until it is said again nothing changes. */
  void show(const std::string& weighing, double seconds);
  /** As Report.view(), of what show() said. */
  ReportView view(std::uint32_t event, const std::string& keys, const ReportNames& filters,
                  bool children, bool inverted, double percent_limit) const;
  /** Writes the same as text to the file descriptor `fd`, with the settings of write_report(); an
   * errno, 0 if it went well. */
  int write(int fd, ReportNames settings) const;
  /** Counts no further. */
  void stop();

 private:
  struct State;
  std::unique_ptr<State, base::DeleteUnlessForked> state_;
};

}  // namespace perf::api
