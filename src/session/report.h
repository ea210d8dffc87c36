// `perf report` on one recording, from the file to the text: both passes, a histogram an event, and
// the notes on what was lost or damaged.
#pragma once

#include "session/live_profile.h"
#include "session/loader.h"
#include "session/outcome.h"
#include "session/search_options.h"
#include "text/report_text.h"

namespace perf::session {

struct ReportOptions {
  SymbolChoices symbols;
  SampleFilter filter;
  // Names to which the rows are restricted; empty: no restriction.
  std::vector<std::string> comms, dsos, symbol_names;
  bool children = true;
  bool callchains = true;  // false: stacks are not even read
  bool hide_unresolved = false;
  unsigned max_stack = 127;
  std::uint64_t time_quantum = 100'000'000;
  text::ReportTextOptions text;
  // Events that were recorded as a group are shown side by side; all events are, where none were.
  bool group = true, group_all = false;
  bool usual_keys = false;  // the key columns are the usual ones, not chosen
  bool json = false;
  bool progress = false;  // tell how far it is on stderr, once it takes long
  unsigned threads = 0;   // 0: one per CPU
  bool header = false;    // begin with what the recording says of itself
  bool full_header = false;
  bool thread_counts = false;  // end with what each thread has counted
};

// What of the samples such a report needs.
LoadOptions load_options(const ReportOptions& options);

base::Result<Outcome> write_report(int descriptor, const std::string& path,
                                   const ReportOptions& given, const std::atomic<bool>& stop);

// The same of what is shown of this machine just now; an errno.
int write_live_report(int descriptor, const LiveProfile& live, const ReportOptions& given);

}  // namespace perf::session
