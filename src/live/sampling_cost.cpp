#include "live/sampling_cost.h"

#include <chrono>

#include "live/open_event.h"

namespace perf::live {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto enough = 1ms, too_long = 20ms;
// Between two looks at the clock: what takes less is the look, what takes more is another thread.
constexpr auto least_interrupt = 2us, most_interrupt = 500us;
constexpr int everything = 100;  // percent

}  // namespace

std::optional<double> interrupted_share() {
  steady_clock::duration interrupted{};
  steady_clock::duration own{};
  const auto begin = steady_clock::now();
  for (auto then = begin; interrupted + own < enough;) {
    const auto now = steady_clock::now();
    const auto between = now - then;
    if (now - begin > too_long) return std::nullopt;
    if (between < least_interrupt)
      own += between;
    else if (between < most_interrupt)
      interrupted += between;
    then = now;
  }
  return std::chrono::duration<double>(interrupted) / (interrupted + own);
}

double allowed_share() {
  const int percent = kernel_setting("perf_cpu_time_max_percent").value_or(everything);
  return percent <= 0 || percent >= everything ? 1 : static_cast<double>(percent) / everything;
}

}  // namespace perf::live
