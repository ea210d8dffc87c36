// One event as Python sees it: a recording's, which shares the world it belongs to, or one of this
// machine that can be opened and read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/counts_values.h"
#include "api/maps.h"
#include "api/values.h"

namespace perf::event {
struct Attr;
struct Event;
}  // namespace perf::event
namespace perf::live {
class Evsel;
}

namespace perf::api {

class World;

/** One event: its attribute, ids and name; the counters of one of this machine. */
class Evsel {
 public:
  /** An event of this machine; the keywords are the fields of perf_event_attr(2). ValueError for a
   * period and a frequency at once. */
  PERF_API explicit Evsel(std::uint32_t type = 0, std::uint64_t config = 0,
                          std::uint64_t sample_freq = 0, std::uint64_t sample_period = 0,
                          std::uint64_t sample_type = 0x102, std::uint64_t read_format = 0,
                          int disabled = 0, int inherit = 0, int pinned = 0, int exclusive = 0,
                          int exclude_user = 0, int exclude_kernel = 0, int exclude_hv = 0,
                          int exclude_idle = 0, int mmap = 0, int context_switch = 0, int comm = 0,
                          int freq = 1, int inherit_stat = 0, int enable_on_exec = 0, int task = 0,
                          int watermark = 0, int precise_ip = 0, int mmap_data = 0,
                          int sample_id_all = 1, std::uint32_t wakeup_events = 0,
                          std::uint32_t bp_type = 0, std::uint64_t bp_addr = 0,
                          std::uint64_t bp_len = 0, int idx = 0);
  Evsel(const std::shared_ptr<const World>& world, std::size_t index);
  explicit Evsel(std::shared_ptr<live::Evsel> live);

  PERF_GET(Evsel, OwnedText, name)
  PERF_GET(Evsel, OwnedText, unit)
  PERF_GET(Evsel, double, scale)
  PERF_GET(Evsel, std::uint32_t, leader)
  PERF_GET(Evsel, std::uint32_t, size)
  PERF_GET(Evsel, std::uint64_t, config1)
  PERF_GET(Evsel, std::uint64_t, config2)
  PERF_GET(Evsel, std::uint64_t, branch_sample_type)
  PERF_GET(Evsel, bool, freq)
  PERF_GET(Evsel, Numbers, ids)

  // May be set while the event is not open; ValueError for one of a recording.
  PERF_SET(Evsel, std::uint32_t, type)
  PERF_SET(Evsel, std::uint64_t, config)
  PERF_SET(Evsel, std::uint64_t, sample_period)
  PERF_SET(Evsel, std::uint64_t, sample_type)
  PERF_SET(Evsel, std::uint64_t, read_format)
  PERF_SET(Evsel, std::uint32_t, wakeup_events)
  PERF_SET(Evsel, bool, tracking)

  /** Opens the event: without maps on every CPU for all threads, or for the threads on any CPU;
   * OSError says what forbids it. `group` is not used. */
  PERF_API void open(const CpuMap* cpus = nullptr, const ThreadMap* threads = nullptr,
                     int group = 0, int inherit = 0);
  PERF_API void close();
  PERF_GET(Evsel, bool, is_open)
  PERF_API void enable();
  PERF_API void disable();
  /** Only those of a tracepoint's events that pass a filter such as "prev_pid == 0" (Documentation/
   * trace/events.rst in the kernel); ValueError for one that the kernel does not understand. */
  PERF_API void set_filter(const std::string& filter);

  /** What was counted on that CPU for that thread (numbers, of cpus() and threads()) since the read
   * before; TypeError for others. val, ena and run are what the event's read_format asks for. */
  PERF_API CountsValues read(int cpu, int thread);

  /** What it is open on; empty before. */
  PERF_API CpuMap cpus() const;
  PERF_API ThreadMap threads() const;

  PERF_API std::string repr() const;
  PERF_API std::size_t hash() const;
  PERF_API bool equals(const Evsel& other) const;

  [[nodiscard]] const std::shared_ptr<live::Evsel>& live() const { return live_; }

 private:
  [[nodiscard]] const event::Attr& attr() const;
  [[nodiscard]] live::Evsel& counting() const;
  event::Attr& changing();

  std::shared_ptr<live::Evsel> live_;          // nullptr: of a recording
  std::shared_ptr<const event::Event> event_;  // its, or of the world
};

}  // namespace perf::api
