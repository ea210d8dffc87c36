// The fixed part of a perf.data file: magic, sections, feature table. It says where things lie;
// what a feature's bytes mean is features.h, what the records mean is not its business.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "event/event_set.h"
#include "file/damage.h"
#include "file/source.h"

namespace perf::file {

struct FeatureSection {
  unsigned number = 0;
  Section section;
};

// In the place of a section that perf has not used since 3.5: the file still grows.
inline constexpr std::uint64_t growing_mark = 0x676e69776f7267;  // "growing"

struct Header {
  bool pipe = false;           // records follow at once, and tell the rest
  bool foreign = false;        // written in the other byte order
  bool first_version = false;  // "PERFFILE"
  std::uint64_t size = 0;
  Section attrs, data;
  std::uint64_t attr_size = 0;  // of one entry: attribute and ids section
  std::vector<FeatureSection> features;
  bool growing = false;       // its writer has not finished, and says so
  bool unfinished = false;    // data.size 0: the writer was killed, the features are garbage
  std::uint64_t missing = 0;  // bytes of data that the header promises and the file lacks
};

// Reads header and feature table. A data section that reaches past the end of the file is cut to
// what is there, and `missing` says how much it lacks.
base::Result<Header> read_header(const bytes::InputFile& file, DamageList& damage);

// The attributes and their ids, as far as they can be read.
event::EventSet read_events(const bytes::InputFile& file, const Header& header, DamageList& damage);

}  // namespace perf::file
