#include <doctest/doctest.h>

#include <atomic>
#include <new>
#include <stdexcept>
#include <string>

#include "base/parallel.h"
#include "base/threads.h"

using perf::base::in_order;
using perf::base::Threads;

TEST_CASE("whoever waits for threads gets what one of them throws, once, after all have ended") {
  Threads threads;
  std::atomic<int> ended{0};
  for (int i = 0; i < 8; ++i) {
    threads.start([&ended, i] {
      ++ended;
      if (i == 3) throw std::bad_alloc();
    });
  }
  CHECK_THROWS_AS(threads.wait(), std::bad_alloc);
  CHECK(ended == 8);
  CHECK_NOTHROW(threads.wait());
}

TEST_CASE("threads that nobody waits for end before what they belong to") {
  std::atomic<bool> ended{false};
  {
    Threads threads;
    threads.start([&] {
      ended = true;
      throw std::bad_alloc();
    });
  }
  CHECK(ended);
}

TEST_CASE("work in order ends with what its making throws, and nothing behind that is used") {
  for (const unsigned threads : {1U, 4U}) {
    std::size_t used = 0;
    const auto make = [](std::size_t i) {
      if (i == 500) throw std::bad_alloc();
      return i;
    };
    const auto use = [&](std::size_t i) { CHECK(i == used++); };
    CHECK_THROWS_AS(in_order(1000, threads, make, use), std::bad_alloc);
    CHECK(used <= 500);
  }
}

TEST_CASE("work in order ends with what its use throws") {
  for (const unsigned threads : {1U, 4U}) {
    std::size_t used = 0;
    const auto use = [&](const std::string& text) {
      if (++used == 100) throw std::runtime_error(text);
    };
    const auto make = [](std::size_t i) { return std::to_string(i); };
    CHECK_THROWS_AS(in_order(10'000, threads, make, use), std::runtime_error);
    CHECK(used == 100);
  }
}
