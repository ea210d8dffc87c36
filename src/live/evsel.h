// One event that this machine counts or samples: its attribute, and once it is open the kernel's
// handles, one for each CPU and thread. Buffers of samples are not its business.
#pragma once

#include <memory>
#include <vector>

#include "live/event_string.h"
#include "live/open_event.h"

namespace perf::live {

// What there is to count on; by default every thread on every CPU.
struct Target {
  std::vector<int> cpus, threads;  // with {any}, or both empty for the default
  // Its directory, of which the threads have to be; null: any.
  std::shared_ptr<const base::Descriptor> cgroup;
};

// A counter since it was opened.
struct Count {
  std::uint64_t value = 0;
  std::uint64_t enabled = 0, running = 0;  // nanoseconds, 0 if the event does not ask for them
  std::uint64_t id = 0, lost = 0;          // likewise
};

class Evsel {
 public:
  explicit Evsel(event::Event told);
  explicit Evsel(ParsedEvent parsed);

  event::Event event;
  EventSettings settings;
  std::string unit_cpus;                           // a list; empty: its unit counts on all
  std::shared_ptr<const base::Descriptor> cgroup;  // its own, in place of the target's
  bool sample_group = false;                       // the leader's samples read the others
  bool weak_group = false;
  bool precise_max = false;  // precise_ip may be lowered to what the machine can do
  bool tracking = true;      // its buffers are also told of processes and mappings, by configure()

  // Opens a handle for each CPU and thread of the target; `leader` is open already, or nullptr. A
  // thread that has ended meanwhile is left out, unless it is the only one.
  MaybeRefusal open(const Target& target, const Evsel* leader);
  void close();
  [[nodiscard]] bool is_open() const { return !handles_.empty(); }

  // What it is open on.
  [[nodiscard]] const std::vector<int>& cpus() const { return cpus_; }
  [[nodiscard]] const std::vector<int>& threads() const { return threads_; }
  // By place in these; -1 where nothing is open.
  [[nodiscard]] int handle(std::size_t cpu, std::size_t thread) const {
    return handles_[cpu * threads_.size() + thread].get();
  }

  // Errnos, 0 if it went well.
  [[nodiscard]] int enable() const;
  [[nodiscard]] int disable() const;
  [[nodiscard]] int set_filter(const std::string& filter) const;
  // How often a clock samples that does so by a timer, a second and CPU; 0 of every other event.
  [[nodiscard]] std::uint64_t timer_rate() const;
  [[nodiscard]] int set_timer_rate(std::uint64_t rate);
  // Asks the kernel for the ids of its handles, which samples carry.
  void note_ids();

  // Nothing when the read fails, as for a counter in an error state.
  [[nodiscard]] std::optional<Count> read(std::size_t cpu, std::size_t thread) const;
  // The same since the read_delta() before.
  std::optional<Count> read_delta(std::size_t cpu, std::size_t thread);

 private:
  MaybeRefusal open_on(std::size_t cpu, const Target& target, const Evsel* leader);
  [[nodiscard]] int handle_of(int cpu, std::size_t thread) const;
  [[nodiscard]] int for_each(unsigned long request, const void* argument) const;

  std::vector<int> cpus_, threads_;
  std::vector<base::Descriptor> handles_;
  std::uint64_t timer_rate_ = 0;        // 0: the attribute's
  std::vector<Count> before_;           // by handle, once one was asked for
  std::vector<std::uint64_t> own_ids_;  // of the handles, in their order; 0: not known
};

}  // namespace perf::live
