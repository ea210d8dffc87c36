// The way from the kernel's buffers to rows, with the kernel itself where it allows that.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "live/configure.h"
#include "live/cpus_and_threads.h"
#include "report/groups.h"
#include "session/live_profile.h"

using namespace perf;
using namespace std::chrono_literals;

namespace {

// cpu-clock of this process alone; empty when the kernel does not allow it.
std::unique_ptr<live::Evlist> open_clock() {
  auto list = std::make_unique<live::Evlist>();
  auto parsed = live::parse_events("cpu-clock:u", {});
  REQUIRE(parsed.events.size() == 1);
  list->evsels.push_back(std::make_shared<live::Evsel>(std::move(parsed.events.front())));
  list->target.threads = live::threads_of(::getpid());
  live::RecordOptions options;
  options.frequency = 1000;
  live::configure(list->evsels, options);
  if (list->open() || list->map(8)) return nullptr;
  return list;
}

void spin(std::chrono::milliseconds time) {
  volatile unsigned long sum = 0;
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    for (int i = 0; i < 1000; ++i) sum = sum + static_cast<unsigned long>(i);
  }
}

std::uint64_t rows_of(const session::LiveProfile& profile) {
  std::uint64_t samples = 0;
  for (const auto& shard : profile.profile()->shards()) {
    for (const report::Batch& batch : shard->batches(0)) {
      for (const std::uint32_t count : batch->count) samples += count;
    }
  }
  return samples;
}

session::LiveOptions with_idle_ones() {
  session::LiveOptions options;
  options.idle = true;
  return options;
}

std::uint64_t samples_of_spinning(const session::LiveOptions& options) {
  const auto list = open_clock();
  if (!list) return 0;
  session::LiveProfile profile(*list, options);
  profile.start();
  if (list->enable() == 0) spin(200ms);
  profile.stop();
  return profile.counts().samples;
}

}  // namespace

TEST_CASE("what this process does becomes rows, weighed as is asked") {
  const auto list = open_clock();
  if (!list) {
    MESSAGE("perf_event_open is not allowed here");
    return;
  }
  session::LiveProfile profile(*list, with_idle_ones());
  profile.start();
  CHECK(list->enable() == 0);
  spin(400ms);
  CHECK(list->disable() == 0);
  profile.stop();
  CHECK(profile.done());
  const session::LiveCounts counts = profile.counts();
  CHECK(counts.samples > 50);
  CHECK(counts.samples < 2000);
  CHECK(counts.unknown == 0);
  profile.show({session::Weighing::Kind::all, 0});
  CHECK(rows_of(profile) == counts.samples);
  profile.show({session::Weighing::Kind::last, 60});
  CHECK(rows_of(profile) == counts.samples);
  std::this_thread::sleep_for(10ms);
  profile.show({session::Weighing::Kind::last, 0});
  CHECK(rows_of(profile) == 0);
  const report::Task task = profile.profile()->tasks[0];
  CHECK(report::comm_of(profile.profile()->machine(), task) == "core_tests");
}

TEST_CASE("what the kernel does, or programs do, is left out when that is asked") {
  if (!open_clock()) return;
  session::LiveOptions options = with_idle_ones();
  options.kernel = false;
  const std::uint64_t of_programs = samples_of_spinning(options);
  options.kernel = true;
  options.user = false;
  const std::uint64_t of_kernel = samples_of_spinning(options);
  CHECK(of_programs > 20);
  CHECK(of_kernel < of_programs / 2);  // spinning asks the kernel for nothing
}

TEST_CASE("a thread of the profile ends with it, in whatever state it is") {
  for (int round = 0; round < 20; ++round) {
    const auto list = open_clock();
    if (!list) return;
    session::LiveProfile profile(*list, with_idle_ones());
    if (round % 3 != 0) profile.start();
    if (round % 3 == 1) profile.show({session::Weighing::Kind::decay, 0});
    if (round % 3 == 2) profile.clear();
  }
}

TEST_CASE("lists of events are opened, read and dropped in many threads at once") {
  if (!open_clock()) return;
  base::Threads threads;
  for (unsigned number = 0; number < 8; ++number) {
    threads.start([number] {
      const auto end = std::chrono::steady_clock::now() + 200ms;
      while (std::chrono::steady_clock::now() < end) {
        const auto list = open_clock();
        if (!list) continue;  // all that this user may lock is locked
        session::LiveProfile profile(*list, with_idle_ones());
        if (number % 2 == 0) profile.start();
        const int enabled = list->enable();
        const auto count = list->evsels.front()->read(0, 0);
        if (number % 3 == 0) list->close();
        if (number % 4 == 0) profile.stop();
        if (enabled != 0 || !count) continue;
        profile.show({session::Weighing::Kind::all, 0});
      }
    });
  }
  threads.wait();
}
