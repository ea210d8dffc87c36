// The walk over a recording's records while it is opened, for what cannot wait: the header that a
// pipe has in its records, and data that must be decompressed. Ordinary files need none.
#pragma once

#include "file/header_records.h"
#include "file/unpacker.h"

namespace perf::file {

// Records that do not stay among the recording's: their work is done.
struct Removed {
  std::string name;
  std::uint32_t type = 0;  // 0: of the old dialect
  std::uint64_t count = 0;
};

struct FirstPass {
  std::vector<Section> sections;  // where the records lie afterwards
  std::vector<Origin> origins;    // of those that were written again
  std::vector<Removed> removed;
  DamageList damage;
};

// Walks `data`; what is written again is added to `source`. `header` is null where the file has
// one.
base::Result<FirstPass> first_pass(Source& source, const Section& data, bool foreign,
                                   HeaderRecords* header);

// Only the records before the first sample, and of these only what the first bytes hold.
base::Result<void> read_updates(const Source& source, const Section& data, bool foreign,
                                HeaderRecords& header);

}  // namespace perf::file
