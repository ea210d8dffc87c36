// Writes a recording again: in this machine's byte order, in order of time, without what cannot be
// read, and with those samples only that were asked for.
#pragma once

#include "file/writer.h"
#include "session/loader.h"
#include "session/outcome.h"

namespace perf::session {

struct ConvertOptions {
  file::WriteOptions write;
  SampleFilter filter;
  std::vector<std::string> events;  // the names of those whose samples count; empty: all
  bool anonymous = false;
  bool progress = false;  // tell how far it is on stderr, once it takes long
};

// Code::no_such_event when a wanted name is none. Outcome::write_error says when the new file could
// not be written; there is none then.
base::Result<Outcome> convert(const std::string& from, const std::string& to,
                              const ConvertOptions& options, const std::atomic<bool>& stop);

}  // namespace perf::session
