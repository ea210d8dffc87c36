// `perf report --stdio` for one event, or for a group of them side by side: heading comments,
// columns, rows, call graphs. The histograms are given; nothing is counted here.
#pragma once

#include <string>
#include <vector>

#include "report/histogram_group.h"
#include "text/call_graph.h"

namespace perf::text {

// A column is a cost or a key.
enum class CostColumn : unsigned char { children, self, samples, period };

struct Column {
  bool is_key = false;
  CostColumn cost = CostColumn::self;
  report::Key key = report::Key::comm;
};

struct ReportTextOptions {
  std::vector<Column> columns;
  GraphOptions graph;
  bool chosen_fields = false;       // -F: costs are headed as without children
  std::string separator;            // -t: columns are parted by this
  std::vector<std::size_t> widths;  // -w, by column; 0 or missing: as wide as needed,
                                    // else cells that are longer are cut
  double min_percent = 0;           // --percent-limit
  bool relative = false;            // percentages of what the filter let through
  bool hierarchy = false;           // -H
  bool verbose = false;             // -v: addresses and where symbols came from
  bool quiet = false;               // no comments
  std::string time_text;            // --time as given
  unsigned threads = 1;
};

// The order in which rows are printed: by cost, or by the key columns named first. `events` says
// what was sampled: "event 'cycles'".
void write_report(Output& out, const report::Histogram& histogram, const std::string& events,
                  const ReportTextOptions& options);

// Of a group: each cost once for each event, rows by cost, call graphs of the leader. It has no
// hierarchy, and no keys before the costs.
void write_report(Output& out, const report::HistogramGroup& group, const std::string& events,
                  const ReportTextOptions& options);

}  // namespace perf::text
