// Turns the records of a machine of the other byte order into this one's, in place: numbers are
// swapped field by field, text and raw data stay as they are. Where an event decides what fields
// there are, its layout is asked.
#pragma once

#include "event/event_set.h"

namespace perf::file {

class Swapper {
 public:
  // Without events only what no event decides is swapped: the headers, and perf's own records but
  // those of the old dialect.
  explicit Swapper(const event::EventSet* events, bool old_dialect = false)
      : events_(events), old_dialect_(old_dialect) {}

  // Samples stay as they are, but for their headers.
  void leave_samples() { samples_ = false; }

  // The block begins with a record. What lies behind the last whole one stays as it is, but for
  // that record's header.
  void swap(std::span<std::uint8_t> block) const;

 private:
  void swap_body(std::uint32_t type, std::uint16_t misc, std::span<std::uint8_t> body) const;
  void swap_sample(std::span<std::uint8_t> body) const;

  const event::EventSet* events_;
  bool old_dialect_;
  bool samples_ = true;
};

}  // namespace perf::file
