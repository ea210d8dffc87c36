// The buffers of events of this machine, read record by record, and the world that the records
// belong to. SWIG does not read this header.
#pragma once

#include <memory>

#include "api/event.h"
#include "api/world.h"
#include "live/ring_reader.h"
#include "session/live_machine.h"
#include "session/live_rounds.h"

namespace perf::api {

// Samples as columns of one length.
struct SampleColumns {
  std::vector<std::uint32_t> event, pid, tid, cpu;
  std::vector<std::uint64_t> time, ip, period;
};

class LiveEvents {
 public:
  explicit LiveEvents(const live::Evlist& list);

  [[nodiscard]] const live::RingReader& reader() const { return reader_; }
  [[nodiscard]] bool has_cpu(int cpu) const;
  // The next record of that CPU's buffers that fits its kind and belongs to an event; nullptr when
  // they are empty.
  const EventSource* next(int cpu);
  // The next record of all buffers in order of time; nullptr when none is known to be the next. It
  // empties the buffers first if `last`, and then nothing is waited for.
  const EventSource* next_in_order(bool last);
  // All samples that are there, buffer by buffer; other records have their effect.
  SampleColumns take_columns();

  [[nodiscard]] std::uint64_t lost() const { return lost_; }
  // Records of no event of the list, or that do not fit their kind.
  [[nodiscard]] std::uint64_t unknown() const { return unknown_; }

 private:
  bool take(const records::RawRecord& record);
  bool take_sample(const records::RawRecord& record);
  // The fields of fixed place lie inside it; the others are checked when they are asked for.
  [[nodiscard]] bool fits(const records::RawRecord& record, std::uint32_t event) const;
  void add_to(SampleColumns& columns, const records::RawRecord& record);

  live::RingReader reader_;
  std::unique_ptr<session::LiveRounds> rounds_;  // once records are wanted in order
  std::shared_ptr<session::LiveMachine> machine_;
  std::shared_ptr<const World> world_;
  records::RawRecord record_;
  EventSource source_;
  std::uint64_t lost_ = 0, unknown_ = 0;
  std::uint64_t changes_ = 0;  // of the world, so far
};

}  // namespace perf::api
