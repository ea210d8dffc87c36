// What a command has to tell its user besides the text: what was lost, what could not be read.
#pragma once

#include "session/scan.h"

namespace perf::session {

struct Outcome {
  Outcome() = default;
  explicit Outcome(const Scan& scan)
      : damage(scan.damage),
        lost_events(scan.lost_events),
        lost_samples(scan.lost_samples),
        recorded_samples(scan.samples()),
        unknown_records(scan.unknown_records) {}

  DamageList damage;
  std::uint64_t lost_events = 0, lost_samples = 0;
  std::uint64_t recorded_samples = 0;         // SAMPLE records that there are
  std::uint64_t samples = 0, unresolved = 0;  // of those that were asked for
  std::uint64_t unknown_records = 0;
  int write_error = 0;  // errno
};

}  // namespace perf::session
