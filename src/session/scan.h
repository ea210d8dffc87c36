// The first pass over a recording: every record's header is walked, the rare records that change
// the world are kept and applied in order, and the data is cut into chunks of whole records.
#pragma once

#include <array>
#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <vector>

#include "file/recording.h"
#include "machine/machine.h"
#include "samples/deferred_chains.h"
#include "samples/guests.h"
#include "session/damage.h"
#include "session/thread_reads.h"

namespace perf::session {

struct Chunk {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

struct Scan {
  static constexpr std::size_t counted_types = event::record_user_end;

  std::vector<Chunk> chunks;
  std::vector<file::Section> stretches;  // of whole records, one after the other
  std::array<std::uint64_t, counted_types> counts{};
  std::uint64_t unknown_records = 0;                      // of types that no perf has used
  std::map<std::uint32_t, std::uint64_t> unknown_counts;  // of these, by type
  std::uint64_t records = 0;
  std::uint64_t lost_events = 0;   // summed over LOST
  std::uint64_t lost_samples = 0;  // summed over LOST_SAMPLES; the same losses may be in both
  // Only of a scan for counts.
  std::vector<std::uint64_t> samples_by_event, lost_by_event;
  ThreadReads reads;
  std::shared_ptr<const machine::Machine> machine;
  std::shared_ptr<const samples::DeferredChains> deferred;
  std::shared_ptr<const samples::Guests> guests;
  std::future<void> kernel_symbols;  // on their way, if they were asked for
  DamageList damage;

  [[nodiscard]] std::uint64_t samples() const { return counts[event::record_sample]; }
};

// What comes after: only that is got ready.
enum class ScanFor : unsigned char {
  counts,   // how many samples each event has
  records,  // nothing more than every scan gives
  symbols,  // the kernel's, from the moment it is known: they take as long as a small recording
};

// Code::cancelled when `stop` became true.
base::Result<Scan> scan(const file::Recording& recording,
                        std::shared_ptr<const symbols::SearchOptions> options, ScanFor purpose,
                        const std::atomic<bool>& stop);

}  // namespace perf::session
