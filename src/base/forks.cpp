#include "base/forks.h"

#include <pthread.h>

#include <atomic>

namespace perf::base {
namespace {

std::atomic<unsigned>& count() noexcept {
  static std::atomic<unsigned> value{0};
  return value;
}

[[maybe_unused]] const int counted = ::pthread_atfork(nullptr, nullptr, [] { ++count(); });

}  // namespace

unsigned forks() {
  return count();
}

}  // namespace perf::base
