#include "session/progress.h"

namespace perf::session {
namespace {

constexpr std::chrono::milliseconds between{100};
constexpr double megabyte = 1e6;

}  // namespace

Progress::Progress(int descriptor, std::uint64_t size, Clock::duration quiet)
    : out_(descriptor), size_(size), next_(Clock::now() + quiet) {}

Progress::~Progress() {
  if (!shown_) return;
  out_ << "\r\x1b[K";
  out_.flush();
}

void Progress::at(std::uint64_t bytes) {
  const Clock::time_point now = Clock::now();
  if (now < next_ || size_ == 0) return;
  next_ = now + between;
  shown_ = true;
  out_.print("\r%3.0f %% of %.0f MB read", 100.0 * double(bytes) / double(size_),
             double(size_) / megabyte);
  out_.flush();
}

}  // namespace perf::session
