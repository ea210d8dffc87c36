// The first pass over a recording: every record's header is walked, the rare records that change
// the world are kept and applied in order, and the data is cut into chunks of whole records.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <vector>

#include "file/recording.h"
#include "machine/machine.h"
#include "session/damage.h"

namespace perf::session {

struct Chunk {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t samples = 0;
};

struct Scan {
  static constexpr std::size_t counted_types = event::record_user_end;

  std::vector<Chunk> chunks;
  std::array<std::uint64_t, counted_types> counts{};
  std::uint64_t unknown_records = 0;  // of types that no perf has used
  std::uint64_t records = 0;
  std::uint64_t lost_events = 0;   // summed over LOST
  std::uint64_t lost_samples = 0;  // summed over LOST_SAMPLES; the same losses may be in both
  std::vector<std::uint64_t> lost_by_event, samples_by_event;
  std::shared_ptr<const machine::Machine> machine;
  DamageList damage;

  [[nodiscard]] std::uint64_t samples() const { return counts[event::record_sample]; }
};

// Code::cancelled when `stop` became true.
base::Result<Scan> scan(const file::Recording& recording,
                        std::shared_ptr<const symbols::SearchOptions> options,
                        const std::atomic<bool>& stop);

}  // namespace perf::session
