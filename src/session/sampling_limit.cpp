#include "session/sampling_limit.h"

#include <algorithm>

namespace perf::session {
namespace {

constexpr double between_looks = 1, first_look = 0.1;  // seconds

}  // namespace

bool SamplingLimit::keep(double now) {
  if (next_ == 0) next_ = now + first_look;
  if (now < next_) return true;
  next_ = now + between_looks;
  // Whoever has the list waits for nobody who waits for it.
  const std::unique_lock lock(list_.mutex, std::try_to_lock);
  if (!lock) return true;
  hold();
  return may_be_needed();
}

void SamplingLimit::hold() {
  const auto share = share_();
  if (!share || *share <= allowed_) return;
  const auto rate =
      std::max(harmless_rate,
               static_cast<std::uint64_t>(static_cast<double>(highest_rate()) * allowed_ / *share));
  for (const auto& evsel : list_.evsels) {
    if (evsel->timer_rate() > rate && evsel->set_timer_rate(rate) == 0) rate_ = rate;
  }
}

std::uint64_t SamplingLimit::highest_rate() const {
  std::uint64_t highest = 0;
  for (const auto& evsel : list_.evsels) highest = std::max(highest, evsel->timer_rate());
  return highest;
}

}  // namespace perf::session
