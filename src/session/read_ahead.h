// Reads a recording's records in order of time in a thread of its own, some batches ahead of who
// uses them, and lets each be prepared there. What is prepared is the caller's business.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "base/forks.h"
#include "session/ordered.h"

namespace perf::session {

struct AheadRecord {
  records::RawRecord record;
  base::OrderKey key;
  std::uint32_t event = base::no_index;
  const void* note = nullptr;  // what preparing it came to
};

class ReadAhead {
 public:
  // Called in the reading thread: the one as soon as the record is read, false leaves it out; the
  // other some records later, when memory that the first has asked for is there.
  using Prepare = std::function<bool(AheadRecord&)>;
  using Finish = std::function<void(AheadRecord&)>;

  // `stretches` and `until` as Ordered takes them.
  ReadAhead(const file::Recording& recording, const std::vector<file::Section>& stretches,
            Ordered::Until until, Prepare prepare, Finish finish);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // The next record, nullptr at the end; it holds until the next call. Throws what reading threw,
  // once.
  const AheadRecord* next() {
    if (place_ == batch_.records.size() && !next_batch()) return nullptr;
    return &batch_.records[place_++];
  }

  // A read that failed, after next() gave nullptr.
  [[nodiscard]] const std::optional<base::Error>& error() const { return records_.error(); }

 private:
  // Records and who owns their bytes; only the reading thread lets go of that, to use it again.
  struct Batch {
    std::vector<AheadRecord> records;
    std::vector<std::shared_ptr<const Ordered::Block>> blocks;
    std::vector<std::uint32_t> numbers;  // theirs

    void hold(const Ordered& source);  // the block of the record that it handed out last
  };

  bool next_batch();
  void run();
  void read_batches();
  bool fill(Batch& batch);

  Ordered records_;  // of the reading thread, until that has ended
  Prepare prepare_;
  Finish finish_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> full_, used_;
  bool ended_ = false, stop_ = false;
  std::exception_ptr thrown_;
  std::thread thread_;  // started by the first call of next()
  unsigned forks_ = base::forks();
  Batch batch_;  // that is handed out
  std::size_t place_ = 0;
};

}  // namespace perf::session
