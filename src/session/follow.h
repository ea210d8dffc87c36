// Waits for a recording that another program is writing to grow, so that it can be read again: what
// was read once is the beginning of what is read then. It reads nothing itself.
#pragma once

#include <chrono>
#include <string>

#include "file/recording.h"

namespace perf::session {

class Follow {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Follow(std::string path) : path_(std::move(path)) {}

  // Call before a reading, and after it wait(), which comes back once the file has grown, at the
  // soonest after ten times what the reading took: then most of the time goes to nothing.
  void begin();
  void wait() const;
  // After a reading that failed: false, unless the file's writer may have just begun. That is so of
  // an empty file, and for a second after a write; a little of that time is waited.
  [[nodiscard]] bool wait_for_beginning() const;

  // The writer says what it has written; of a pipe nobody ever does.
  [[nodiscard]] static bool is_finished(const file::Recording& recording) {
    const file::Header& header = recording.header();
    return !header.pipe && !header.unfinished && !header.growing;
  }

 private:
  // What changes with each write; the last one may go to the header alone.
  struct State {
    std::uint64_t size = 0;
    std::uint64_t written = 0;  // the sum of the times of the last writes; 0: there is no file
    bool operator==(const State&) const = default;
  };
  [[nodiscard]] State state() const;

  std::string path_;
  Clock::time_point begun_;
  State before_;
};

}  // namespace perf::session
