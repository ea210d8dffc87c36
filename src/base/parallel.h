// Runs pieces of work on several threads and hands their results on in order. The pieces know
// nothing of each other.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "base/threads.h"

namespace perf::base {

// Calls use(make(i)) for i = 0 … count-1: `make` on any of `threads` threads, `use` on this one and
// in order. No more than a few results wait at a time. What one of them throws ends all the work.
template <class Make, class Use>
void in_order(std::size_t count, unsigned threads, Make&& make, Use&& use) {
  using Result = decltype(make(std::size_t{}));
  if (threads < 2 || count < 2) {
    for (std::size_t i = 0; i < count; ++i) use(make(i));
    return;
  }
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t next = 0;
  std::size_t used = 0;
  bool failed = false;
  std::vector<std::optional<Result>> waiting(count);
  const std::size_t ahead = std::size_t{threads} * 32;
  const auto make_some = [&] {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return next >= count || next < used + ahead; });
      if (next >= count) return;
      const std::size_t mine = next++;
      lock.unlock();
      Result result = make(mine);
      lock.lock();
      waiting[mine] = std::move(result);
      changed.notify_all();
    }
  };
  const auto use_all = [&] {
    std::unique_lock lock(mutex);
    while (used < count) {
      changed.wait(lock, [&] { return failed || waiting[used].has_value(); });
      if (failed) return;
      Result result = std::move(*waiting[used]);
      waiting[used].reset();
      lock.unlock();
      use(std::move(result));
      lock.lock();
      ++used;
      changed.notify_all();
    }
  };
  // Nobody waits for what will not come.
  const auto or_fail = [&](const auto& part) {
    try {
      part();
    } catch (...) {
      const std::scoped_lock lock(mutex);
      failed = true;
      next = count;
      changed.notify_all();
      throw;
    }
  };
  Threads workers;
  or_fail([&] {
    for (unsigned i = 0; i < threads; ++i) workers.start([&] { or_fail(make_some); });
    use_all();
  });
  workers.wait();
}

}  // namespace perf::base
