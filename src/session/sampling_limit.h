// Keeps what sampling takes of the machine within what the kernel allows, which it sees to itself
// for hardware counters, not for clocks that sample by a timer: at their highest rate they leave
// nothing to whoever is watched, and to whoever watches.
#pragma once

#include <atomic>
#include <functional>

#include "live/evlist.h"
#include "live/sampling_cost.h"

namespace perf::session {

class SamplingLimit {
 public:
  using Share = std::function<std::optional<double>()>;

  // Clocks that sample no more often than this are left alone.
  static constexpr std::uint64_t harmless_rate = 10000;  // a second and CPU

  explicit SamplingLimit(live::Evlist& list, double allowed = live::allowed_share(),
                         Share share = live::interrupted_share)
      : list_(list), allowed_(allowed), share_(std::move(share)) {}

  // Some clock samples more often than is harmless. For who has the list to himself.
  [[nodiscard]] bool may_be_needed() const { return highest_rate() > harmless_rate; }
  // Looks at what sampling takes, every second, and makes it rarer if that is too much; false when
  // no clock is left to look after. It takes the list's mutex, if that is free.
  bool keep(double now);
  // Samples a second and CPU that clocks were held to; 0: they were not.
  [[nodiscard]] std::uint64_t rate() const { return rate_; }

 private:
  void hold();
  [[nodiscard]] std::uint64_t highest_rate() const;

  live::Evlist& list_;
  double allowed_;
  Share share_;
  double next_ = 0;
  std::atomic<std::uint64_t> rate_{0};
};

}  // namespace perf::session
