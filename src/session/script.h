// `perf script` on one recording: every sample in order of time as perf prints it, and the records
// that were asked for among them.
#pragma once

#include "session/report.h"
#include "text/script_text.h"

namespace perf::session {

struct ScriptOptions {
  SymbolChoices symbols;
  SampleFilter filter;
  std::vector<std::string> comms, dsos, symbol_names;  // empty: no restriction
  std::optional<text::ScriptFields> fields;            // nothing: perf's defaults, by kind of event
  text::ScriptFields added, removed;                   // to and from these
  bool callchains = true;
  bool nanoseconds = false;
  std::uint32_t shown = 0;  // a bit for each type of the kernel's records that is printed
  unsigned max_stack = 127;
  bool follow = false;    // wait for what is still being written, until its writer ends
  bool progress = false;  // tell how far it is on stderr, once it takes long
};

base::Result<Outcome> write_script(int descriptor, const std::string& path,
                                   const ScriptOptions& options, const std::atomic<bool>& stop);

}  // namespace perf::session
