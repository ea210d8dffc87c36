// The buffers of events of this machine, read record by record by one thread at a time, and the
// world that the records belong to. SWIG does not read this header.
#pragma once

#include <memory>

#include "api/event.h"
#include "api/world.h"
#include "live/ring_reader.h"
#include "session/live_machine.h"
#include "session/live_rounds.h"

namespace perf::api {

class LiveEvents {
 public:
  explicit LiveEvents(const live::Evlist& list);

  // Learns of the processes that run, where their names will be asked for. From any thread.
  void add_running();
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
  void add_row(const records::RawRecord& record);
  void grow_maps();

  std::vector<int> pids_;  // whose names may be asked for, empty: everyone's
  bool wants_names_;
  live::RingReader reader_;
  std::unique_ptr<session::LiveRounds> rounds_;  // once records are wanted in order
  std::shared_ptr<session::LiveMachine> machine_;
  std::shared_ptr<const World> world_;
  records::RawRecord record_;
  EventSource source_;
  SampleColumns columns_;       // that are being taken
  std::size_t usual_rows_ = 0;  // as many as there were the last time
  std::uint64_t lost_ = 0, unknown_ = 0;
  std::uint64_t changes_ = 0;  // of the world, so far
  base::Time maps_due_ = 0;    // when perf maps are looked at again
};

}  // namespace perf::api
