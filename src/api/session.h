// A recording being read: the world it tells of, its records in order of time, its header. The loop
// over the records is the session room's; callbacks are Python's and never held here.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "api/data.h"
#include "api/event.h"
#include "api/evlist.h"
#include "base/forks.h"
#include "base/ids.h"

namespace perf::session {
struct Scan;
}

namespace perf::file {
struct Section;
}

namespace perf::api {

/** A thread as it was at the end of the recording. */
class Thread {
 public:
  Thread(std::int32_t pid, std::int32_t tid, std::int32_t ppid, std::optional<std::string> comm);

  PERF_GET(Thread, std::int32_t, pid)
  PERF_GET(Thread, std::int32_t, tid)
  PERF_GET(Thread, std::int32_t, ppid)
  PERF_GET(Thread, std::int32_t, cpu)

  /** The thread's name, None when the recording has none. */
  PERF_API OptionalOwnedText comm() const;

 private:
  std::int32_t pid_, tid_, ppid_;
  std::optional<std::string> comm_;
};

class Cursor;

/** A recording that was walked once: its threads and mappings over time are known. */
class Session {
 public:
  PERF_API explicit Session(const Data& data);
  PERF_API ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /** The thread `tid`, or the main thread of `pid`, as it is when the record at hand comes, else at
   * the end; TypeError when there is none. */
  PERF_API Thread find_thread(int pid, int tid = -1) const;

  /** The recording's events. */
  PERF_API Evlist evlist() const;

  /** Every record, in order of time. */
  PERF_API Cursor events() const;

  /** The same of a recording that is being written: those whose order is known already, without the
   * first `skip`. */
  PERF_API Cursor events_so_far(std::uint64_t skip) const;

  /** The same with one sample for each counter that a sample has read (PERF_SAMPLE_READ) and that
   * went on since: its evsel, sample_id and sample_period are the counter's. */
  PERF_API Cursor deliveries() const;

  /** The bytes of the recording from `position` on, as they were written; fewer where it ends. */
  PERF_API OwnedBytes read_trace(std::uint64_t position, std::uint64_t size) const;

  PERF_GET(Session, HeaderItems, header)
  PERF_GET(Session, std::uint64_t, lost)
  PERF_GET(Session, std::uint64_t, lost_samples)
  PERF_GET(Session, DamageItems, damage)
  PERF_GET(Session, unsigned, e_machine)
  PERF_GET(Session, bool, is_64_bit)
  // False while more may be written to the recording; of a pipe nobody knows.
  PERF_GET(Session, bool, is_finished)

 private:
  std::shared_ptr<const file::Recording> recording_;
  std::unique_ptr<const session::Scan> scan_;
  std::shared_ptr<const World> world_;
  std::shared_ptr<base::OrderKey> now_ = std::make_shared<base::OrderKey>(base::order_max);
};

/** Gives the records of a recording one by one. */
class Cursor {
 public:
  enum class Samples : std::uint8_t { recorded, by_counter, so_far };
  // Keeps in `now` where the record is that it has handed out.
  Cursor(std::shared_ptr<const file::Recording> recording,
         const std::vector<file::Section>& stretches, std::shared_ptr<const World> world,
         Samples samples, std::shared_ptr<base::OrderKey> now);
  PERF_API Cursor(Cursor&& other) noexcept;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  PERF_API ~Cursor();

  // The next record that fits its kind, nullptr at the end; it holds until the next call.
  PERF_API const EventSource* next();
  // Of records that were handed out by another cursor.
  void skip(std::uint64_t count);

 private:
  struct Reading;
  std::unique_ptr<Reading, base::DeleteUnlessForked> reading_;
  std::shared_ptr<base::OrderKey> now_;
};

}  // namespace perf::api
