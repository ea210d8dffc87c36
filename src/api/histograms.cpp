#include "api/histograms.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <thread>

#include "api/row_filters.h"
#include "event/abi.h"

namespace perf::api {
namespace {

constexpr int counting_nice = 5;  // a user waits for it

// Calls `make` in a thread of that priority, which those it starts inherit.
void in_nice_thread(int value, const std::function<void()>& make) {
  std::exception_ptr error;
  std::thread([&] {
    be_nice(value);
    try {
      make();
    } catch (...) {
      error = std::current_exception();
    }
  }).join();
  if (error) std::rethrow_exception(error);
}

}  // namespace

void be_nice(int value) {
  const auto self = static_cast<id_t>(::syscall(SYS_gettid));
  ::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) + value);
}

Histograms::Histograms(const event::EventSet& events, std::vector<std::uint32_t> sockets,
                       std::shared_ptr<std::shared_mutex> gate)
    : sockets_(std::move(sockets)),
      gate_(std::move(gate)),
      has_stacks_(std::any_of(events.begin(), events.end(), [](const event::Event& event) {
        return (event.attr.sample_type & event::sample_callchain) != 0;
      })) {}

ReportView Histograms::view(const std::shared_ptr<const report::Profile>& profile,
                            const Wanted& wanted, bool inverted, double percent_limit) {
  ReportView view;
  in_nice_thread(counting_nice, [&] {
    const auto lock = gate_ ? std::shared_lock(*gate_) : std::shared_lock<std::shared_mutex>();
    auto histogram = histogram_of(profile, wanted);
    const double least = static_cast<double>(histogram->total().period) * percent_limit / 100;
    auto rows = std::make_shared<RowOrder>(histogram, static_cast<std::uint64_t>(std::ceil(least)));
    view = {std::make_shared<ReportView::State>(std::move(histogram), rows, inverted, gate_), rows};
  });
  return view;
}

std::shared_ptr<const report::Histogram> Histograms::histogram_of(
    const std::shared_ptr<const report::Profile>& profile, const Wanted& wanted) {
  const std::scoped_lock lock(mutex_);
  if (!forest_ || &forest_->profile() != profile.get() || !forest_->is_current()) {
    forest_.reset();
    forest_ = std::make_shared<report::Forest>(profile, std::thread::hardware_concurrency());
  }
  if (newest_ && forest_ == newest_forest_ && wanted == newest_wanted_) return newest_;
  newest_.reset();
  report::HistogramOptions options = options_for(wanted);
  options.filter = row_filter(profile->machine(), wanted.filters);
  newest_ = std::make_shared<report::Histogram>(forest_, wanted.event, std::move(options));
  newest_forest_ = forest_;
  newest_wanted_ = wanted;
  return newest_;
}

report::HistogramOptions Histograms::options_for(const Wanted& wanted) const {
  report::HistogramOptions options;
  options.groups.keys = keys_of(wanted.keys);
  options.groups.cpu_sockets = sockets_;
  options.children = wanted.children && has_stacks_;
  options.stacks = has_stacks_;
  return options;
}

}  // namespace perf::api
