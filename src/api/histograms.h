// Views of a profile for a screen: the newest histogram is kept, since the next view may only be
// looked at in another order. It reads no samples. SWIG does not read this header.
#pragma once

#include <mutex>
#include <shared_mutex>

#include "api/report_view.h"
#include "event/event_set.h"

namespace perf::api {

// How far behind the screen this thread stands, as nice(1) has it.
void be_nice(int value);

class Histograms {
 public:
  // What a histogram is made for.
  struct Wanted {
    std::uint32_t event = 0;
    std::string keys;
    ReportNames filters;
    bool children = false;
    bool operator==(const Wanted&) const = default;
  };

  // `sockets` by CPU. `gate` is held, shared, while names are read of a machine that still grows.
  Histograms(const event::EventSet& events, std::vector<std::uint32_t> sockets,
             std::shared_ptr<std::shared_mutex> gate = nullptr);

  // Made in a thread that gives way to the screen.
  ReportView view(const std::shared_ptr<const report::Profile>& profile, const Wanted& wanted,
                  bool inverted, double percent_limit);

 private:
  std::shared_ptr<const report::Histogram> histogram_of(
      const std::shared_ptr<const report::Profile>& profile, const Wanted& wanted);
  [[nodiscard]] report::HistogramOptions options_for(const Wanted& wanted) const;

  std::vector<std::uint32_t> sockets_;
  std::shared_ptr<std::shared_mutex> gate_;
  bool has_stacks_;
  std::mutex mutex_;  // of what follows
  std::shared_ptr<const report::Forest> forest_, newest_forest_;
  std::shared_ptr<const report::Histogram> newest_;
  Wanted newest_wanted_;
};

}  // namespace perf::api
