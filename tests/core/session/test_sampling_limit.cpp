// The limit of what sampling may take, with a share that the test says, and clocks of the kernel.
#include <doctest/doctest.h>

#include "live/configure.h"
#include "session/sampling_limit.h"

using namespace perf;

namespace {

// Not open: what is asked of the kernel goes nowhere.
std::unique_ptr<live::Evlist> list_of(const char* names, std::uint64_t frequency,
                                      std::uint64_t period = 0) {
  live::RecordOptions options;
  options.frequency = frequency;
  options.period = period;
  auto list = std::make_unique<live::Evlist>();
  for (live::ParsedEvent& parsed : live::parse_events(names, {}).events) {
    list->evsels.push_back(std::make_shared<live::Evsel>(std::move(parsed)));
  }
  live::configure(list->evsels, options);
  return list;
}

}  // namespace

TEST_CASE("clocks are held to what the kernel allows samples to take") {
  const auto list = list_of("cpu-clock,page-faults,task-clock/freq=12000/", 100'000);
  CHECK(list->evsels[0]->timer_rate() == 100'000);
  CHECK(list->evsels[1]->timer_rate() == 0);
  std::optional<double> share = 1.0;
  session::SamplingLimit limit(*list, 0.25, [&share] { return share; });
  CHECK(limit.keep(5));  // nothing is to be seen at once
  CHECK(limit.rate() == 0);
  CHECK(limit.keep(6));
  CHECK(limit.rate() == 25'000);
  CHECK(list->evsels[0]->timer_rate() == 25'000);
  CHECK(list->evsels[2]->timer_rate() == 12'000);
  share = 0.25;
  CHECK(limit.keep(7));
  CHECK(limit.rate() == 25'000);
  share = std::nullopt;
  CHECK(limit.keep(8));
  CHECK(limit.rate() == 25'000);
  share = 1.0;
  CHECK(limit.keep(8.5));  // too soon
  CHECK(limit.rate() == 25'000);
  CHECK_FALSE(limit.keep(9));
  CHECK(limit.rate() == session::SamplingLimit::harmless_rate);
  CHECK(list->evsels[2]->timer_rate() == session::SamplingLimit::harmless_rate);
  CHECK_FALSE(limit.keep(10));
  CHECK(limit.rate() == session::SamplingLimit::harmless_rate);
}

TEST_CASE("a period of a clock is a rate, too") {
  const auto list = list_of("cpu-clock", 0, 20'000);
  CHECK(list->evsels[0]->timer_rate() == 50'000);
  CHECK(list->evsels[0]->set_timer_rate(20'000) == 0);
  CHECK(list->evsels[0]->timer_rate() == 20'000);
}

TEST_CASE("what interrupts take is a part of the time") {
  const auto share = live::interrupted_share();
  if (!share) return;  // the machine has other things to do
  CHECK(*share >= 0);
  CHECK(*share < 1);
  CHECK(live::allowed_share() > 0);
  CHECK(live::allowed_share() <= 1);
}
