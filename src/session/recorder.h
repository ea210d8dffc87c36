// Writes what happens on this machine as perf.data: what the kernel puts into its buffers, round by
// round, after what was there before. Which events, and until when, is the caller's business.
#pragma once

#include <optional>

#include "file/writer.h"
#include "live/evlist.h"

namespace perf::session {

struct RecorderOptions {
  file::WriteOptions write;
  std::vector<std::string> cmdline;
  std::string version;  // of the program, for the header
  bool build_ids = false;
  bool tail = false;  // what runs is told of at the end, not at the beginning
  // Which processes that run already are told of: those that are measured; none, where a command is
  // still to be executed; all, where what is measured has children by now.
  enum class Running : std::uint8_t { measured, none, all } running = Running::measured;
};

class Recorder {
 public:
  // Of events that are open and have buffers.
  Recorder(const live::Evlist& list, std::string path, RecorderOptions options);

  // Opens the file; the header, the kernel and the processes that run. error() tells how it went,
  // as everywhere.
  void begin();
  // Waits for at most so many milliseconds until there is something; false when a signal came. From
  // any thread.
  [[nodiscard]] bool wait(int timeout) const { return rings_->poll(timeout) >= 0; }
  // Writes all that there is.
  void write() { write_round(false); }
  // Notes what was lost of these events, which are still open.
  void stop(const live::Evlist& list);
  // The last round, what was lost, and the header again: now the file is whole.
  void finish();

  [[nodiscard]] int error() const { return writer_ ? writer_->error() : 0; }  // errno
  [[nodiscard]] std::uint64_t size() const { return writer_ ? writer_->size() : 0; }
  [[nodiscard]] std::uint64_t samples() const { return samples_; }
  // Records that found no room in the buffers, and samples that the kernel says were lost.
  [[nodiscard]] std::uint64_t lost() const { return lost_records_; }
  [[nodiscard]] std::uint64_t lost_samples() const { return lost_samples_; }

 private:
  file::Features features();
  void add_running();
  void write_round(bool last);
  void count(bytes::View records);
  void note_time(const records::RawRecord& sample);
  void add_lost_samples();

  std::vector<int> pids_;  // who is watched, empty: everyone
  std::shared_ptr<live::Rings> rings_;
  RecorderOptions options_;
  event::EventSet events_;
  std::string path_;
  std::optional<file::Writer> writer_;  // once it has begun
  std::vector<std::uint8_t> drained_;
  std::vector<std::uint64_t> lost_before_, lost_;  // samples, by event
  std::pair<base::Time, base::Time> times_{~0ULL, 0};
  std::uint64_t samples_ = 0, lost_records_ = 0, lost_samples_ = 0;
};

}  // namespace perf::session
