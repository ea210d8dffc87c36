// The way from the kernel's buffers to rows, with the kernel itself where it allows that.
#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

#include "live/configure.h"
#include "live/cpus_and_threads.h"
#include "report/groups.h"
#include "session/live_profile.h"

using namespace perf;
using namespace std::chrono_literals;

namespace {

// cpu-clock of this process alone; empty when the kernel does not allow it.
std::unique_ptr<live::Evlist> open_clock(std::uint64_t frequency = 1000) {
  auto list = std::make_unique<live::Evlist>();
  auto parsed = live::parse_events("cpu-clock:u", {});
  REQUIRE(parsed.events.size() == 1);
  list->evsels.push_back(std::make_shared<live::Evsel>(std::move(parsed.events.front())));
  list->target.threads = live::threads_of(::getpid());
  live::RecordOptions options;
  options.frequency = frequency;
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

// A profile of what this process has done for a while, and goes on to do.
template <class Body>
void watching_this_process(Body&& body, std::uint64_t frequency = 1000) {
  const auto list = open_clock(frequency);
  if (!list) {
    MESSAGE("perf_event_open is not allowed here");
    return;
  }
  session::LiveProfile profile(*list, with_idle_ones());
  profile.start();
  CHECK(list->enable() == 0);
  spin(400ms);
  body(*list, profile);
}

}  // namespace

TEST_CASE("what this process does becomes rows, weighed as is asked") {
  watching_this_process([](const live::Evlist& list, session::LiveProfile& profile) {
    CHECK(list.disable() == 0);
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
  });
}

TEST_CASE("no time goes by for what was counted while nothing is counted") {
  watching_this_process([](const live::Evlist& list, session::LiveProfile& profile) {
    profile.set_counting(false);
    spin(300ms);  // what was on its way has come
    const session::Weighing decaying{session::Weighing::Kind::decay, 0};
    const auto period = [&profile, &decaying] {
      profile.show(decaying);
      std::uint64_t sum = 0;
      for (const report::Batch& batch : profile.profile()->shards()[0]->batches(0)) {
        for (const std::uint64_t one : batch->period) sum += one;
      }
      return sum;
    };
    const std::uint64_t before = period();
    spin(1000ms);
    CHECK(before > 0);
    CHECK(period() == before);
    profile.set_counting(true);
    spin(300ms);
    CHECK(list.disable() == 0);
    profile.stop();
    CHECK(period() > before);
  });
}

TEST_CASE("a clock that samples very often is looked after, until the end") {
  static constexpr std::uint64_t frequency = 40'000;
  watching_this_process(
      [](live::Evlist& list, session::LiveProfile& profile) {
        for (int i = 0; i < 20; ++i) {
          const std::scoped_lock lock(list.mutex);
          CHECK(list.disable() == 0);
          CHECK(list.enable() == 0);
        }
        profile.stop();
        const session::LiveCounts counts = profile.counts();
        CHECK(counts.samples > 100);
        if (counts.rate_limit == 0) return;  // this machine can bear it
        CHECK(counts.rate_limit >= session::SamplingLimit::harmless_rate);
        CHECK(counts.rate_limit < frequency);
        CHECK(list.evsels.front()->timer_rate() == counts.rate_limit);
      },
      frequency);
}

TEST_CASE("a clock samples as often as it is held to") {
  watching_this_process([](const live::Evlist& list, session::LiveProfile& profile) {
    const std::uint64_t before = profile.counts().samples;
    CHECK(list.evsels.front()->set_timer_rate(100) == 0);
    spin(100ms);  // what was on its way has come
    const std::uint64_t then = profile.counts().samples;
    spin(400ms);
    CHECK(list.disable() == 0);
    profile.stop();
    const std::uint64_t held = profile.counts().samples - then;
    CHECK(held > 10);
    CHECK(held < before / 2);
  });
}

// A function that counts down, as a compiler at run time would write it.
class Compiled {
 public:
  Compiled()
      : memory_(::mmap(nullptr, size, PROT_READ | PROT_WRITE | PROT_EXEC,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    if (memory_ != MAP_FAILED) std::memcpy(memory_, code.data(), sizeof code);
    map_ = "/tmp/perf-" + std::to_string(::getpid()) + ".map";
  }
  ~Compiled() {
    ::unlink(map_.c_str());
    if (memory_ != MAP_FAILED) ::munmap(memory_, size);
  }
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;

  [[nodiscard]] bool runs_here() const { return memory_ != MAP_FAILED && code.size() > 1; }
  void tell_of(const char* name) const {
    std::ofstream(map_, std::ios::app) << std::hex << memory_ << ' ' << size << ' ' << name << '\n';
  }
  void run(std::chrono::milliseconds time) const {
    void (*function)(unsigned long) = nullptr;
    std::memcpy(&function, &memory_, sizeof function);
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) function(1'000'000);
  }

 private:
  static constexpr std::size_t size = 4096;
#if defined(__x86_64__)
  static constexpr std::array<unsigned char, 9> code{0x48, 0x89, 0xf8, 0x48, 0xff,
                                                     0xc8, 0x75, 0xfb, 0xc3};
#elif defined(__aarch64__)
  static constexpr std::array<std::uint32_t, 3> code{0xf1000400, 0x54ffffe1, 0xd65f03c0};
#else
  static constexpr std::array<unsigned char, 1> code{};
#endif

  void* memory_;
  std::string map_;
};

bool names(const session::LiveProfile& profile, const std::string& wanted) {
  const machine::Machine& machine = profile.profile()->machine();
  for (const auto& shard : profile.profile()->shards()) {
    for (std::size_t i = 0; i < shard->frames.size(); ++i) {
      if (report::symbol_of(machine, shard->frames[i]) == wanted) return true;
    }
  }
  return false;
}

TEST_CASE("what is compiled while it is watched has its name once its map tells") {
  const Compiled compiled;
  const auto list = open_clock();
  if (!list || !compiled.runs_here()) return;
  session::LiveProfile profile(*list, with_idle_ones());
  profile.start();
  CHECK(list->enable() == 0);
  compiled.run(200ms);
  compiled.tell_of("jitted");
  compiled.run(1200ms);
  profile.stop();
  CHECK(names(profile, "jitted"));
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
