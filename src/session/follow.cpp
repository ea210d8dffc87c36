#include "session/follow.h"

#include <algorithm>
#include <filesystem>
#include <thread>

namespace perf::session {
namespace {

constexpr auto shortest = std::chrono::milliseconds(100);
constexpr int share = 10;
constexpr std::uint64_t a_second = 1'000'000'000;

std::uint64_t nanoseconds(std::filesystem::file_time_type time) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
}

}  // namespace

void Follow::begin() {
  begun_ = Clock::now();
  before_ = state();
}

void Follow::wait() const {
  const auto taken = Clock::now() - begun_;
  std::this_thread::sleep_for(std::max<Clock::duration>(taken * share, shortest));
  while (state() == before_) std::this_thread::sleep_for(shortest);
}

bool Follow::wait_for_beginning() const {
  const std::uint64_t now = nanoseconds(std::filesystem::file_time_type::clock::now());
  const bool fresh = now - before_.written < a_second;
  if (before_.written == 0 || (before_.size != 0 && !fresh)) return false;
  std::this_thread::sleep_for(shortest);
  return true;
}

// Of a directory, all its files together.
Follow::State Follow::state() const {
  State state;
  const auto add = [&state](const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (!error) state.size += size;
    const auto written = std::filesystem::last_write_time(path, error);
    if (!error) state.written += nanoseconds(written);
  };
  std::error_code error;
  for (std::filesystem::directory_iterator entry(path_, error), end; !error && entry != end;
       entry.increment(error)) {
    add(entry->path());
  }
  if (error) add(path_);
  return state;
}

}  // namespace perf::session
