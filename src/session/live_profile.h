// What happens on this machine as the rows of a profile, kept up in a thread of its own: the
// kernel's buffers are emptied, what changes the world is applied, and samples are counted in
// slices of time. Which of the slices a reader sees, and how much each weighs, is said anew for
// each look.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>

#include "base/threads.h"
#include "report/profile.h"
#include "samples/quick.h"
#include "session/live_events.h"
#include "session/live_machine.h"
#include "session/live_rounds.h"
#include "session/resolver.h"
#include "session/sampling_limit.h"

namespace perf::session {

// How what was seen is weighed.
struct Weighing {
  enum class Kind : std::uint8_t {
    all,    // all alike, from the beginning
    decay,  // each second weighs 7/8 of the one after it
    last,   // only the last so many seconds
  };
  Kind kind = Kind::all;
  double seconds = 0;
};

struct LiveCounts {
  std::uint64_t samples = 0, unresolved = 0, truncated = 0;
  std::uint64_t idle = 0;             // samples of a CPU that had nothing to do; they are no others
  std::uint64_t lost = 0;             // records that found no room
  std::uint64_t throttled = 0;        // times that the kernel held an event back
  std::uint64_t unknown = 0;          // records that belong to no event, or do not fit their kind
  std::uint64_t rate_limit = 0;       // see SamplingLimit::rate
  std::vector<std::uint64_t> by_cpu;  // samples
};

struct LiveOptions {
  ResolveOptions resolve;
  bool idle = false;                // count CPUs that have nothing to do, too
  bool kernel = true, user = true;  // count what the kernel, and what programs do
};

class LiveProfile {
 public:
  static constexpr double slice_seconds = 0.25;
  static constexpr double window_seconds = 60;  // as far back as slices are told apart

  // Of events that are open and have buffers, and live longer.
  LiveProfile(live::Evlist& list, const LiveOptions& options);
  ~LiveProfile() { stop_ = true; }  // its thread ends first
  LiveProfile(const LiveProfile&) = delete;
  LiveProfile& operator=(const LiveProfile&) = delete;

  void start();
  // Empties the buffers for the last time, and no more; returns when that is done.
  void stop();
  // All threads that were watched have ended, or stop() was called.
  [[nodiscard]] bool done() const { return done_; }

  // Whether samples count; what changes the world is applied in any case. While they do not, no
  // time goes by for what was counted.
  void set_counting(bool on);
  // Nothing was counted before now.
  void clear();
  // Makes these the rows of the profile.
  void show(const Weighing& weighing);
  [[nodiscard]] const std::shared_ptr<report::Profile>& profile() const { return profile_; }
  // Held shared by whoever reads names of the profile's machine.
  [[nodiscard]] const std::shared_ptr<std::shared_mutex>& gate() const { return machine_->gate(); }
  [[nodiscard]] const event::EventSet& events() const { return events_; }
  [[nodiscard]] LiveCounts counts() const;

 private:
  // Rows of one event that are told apart by task, stack and CPU.
  class Table {
   public:
    void add(std::uint32_t task, std::uint32_t stack, std::uint16_t cpu, report::Cost cost,
             std::uint64_t time);
    void add(const report::Rows& rows, double weight);
    [[nodiscard]] const report::Rows& rows() const { return rows_; }
    [[nodiscard]] bool empty() const { return rows_.size() == 0; }

   private:
    report::Rows rows_;
    base::FlatMap<std::uint32_t> places_;
  };
  struct Slice {
    double begin = 0;                 // seconds since the start
    std::vector<report::Batch> rows;  // by event
  };
  struct Pending {
    records::RawRecord record;
    base::OrderKey when;
  };

  void run();
  void keep_limit();
  void round(bool last);
  // Nothing was sampled yet.
  [[nodiscard]] bool is_empty() const { return shard_.stacks.size() == 0; }
  void apply_round();
  void count(const Pending& pending, LiveCounts& counts);
  bool is_idle(const samples::Quick& sample, const Resolver::Found& found);
  void add(const LiveCounts& counts);
  void note(const records::RawRecord& record, LiveCounts& counts);
  [[nodiscard]] double clock() const;  // seconds that samples counted
  void end_slice(double now);
  void age_slices();
  [[nodiscard]] double weight_of(const Slice& slice, const Weighing& weighing) const;

  LiveOptions options_;
  std::vector<int> pids_;  // whose mappings are needed, empty: everyone's
  event::EventSet events_;
  std::vector<samples::QuickReader> readers_;  // by event
  std::shared_ptr<LiveMachine> machine_;
  std::shared_ptr<report::Profile> profile_;
  report::Shard& shard_;
  Resolver resolver_;
  LiveRounds rounds_;
  SamplingLimit limit_;
  std::vector<Pending> changes_, samples_;  // of the round at hand
  std::vector<Table> current_;              // by event, of the slice at hand
  std::vector<std::int8_t> idle_frames_;    // by frame: 1 idle, -1 not; 0: not looked at
  double slice_begin_ = 0;
  double maps_grown_ = 0;  // when

  mutable std::mutex mutex_;  // of what follows
  std::deque<Slice> slices_;
  std::vector<Table> before_;  // by event, all that came before the slices
  double now_ = 0;
  double stood_ = 0, stopped_at_ = 0;  // seconds without counting, and since when it is so
  LiveCounts counts_;

  std::atomic<bool> stop_{false}, done_{false}, clear_{false}, counting_{true};
  base::Threads threads_;  // last: it uses all of the above
};

}  // namespace perf::session
