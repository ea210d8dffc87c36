// perf's drawings of call graphs under a report's rows: graph, fractal, flat and folded.
#pragma once

#include "report/call_tree.h"
#include "text/output.h"

namespace perf::text {

enum class GraphMode : unsigned char { none, graph, fractal, flat, folded };
enum class GraphValue : unsigned char { percent, period, count };

struct GraphOptions {
  GraphMode mode = GraphMode::none;
  GraphValue value = GraphValue::percent;
  report::Order order = report::Order::caller;
  double min_percent = 0.5;
  std::uint32_t print_limit = 0;  // entries of each level, 0: all
  bool by_address = false;        // frames show their offset in the function
  bool skip_first = false;        // the row itself shows the first frame
  std::string separator;          // -t, of the folded form
};

// Draws the graph of one entry. Shares are of all of the event's samples, as perf has it even where
// rows are relative; the least share is of `least_of`; `parent` is what the row above shows.
void draw_call_graph(std::string& out, const report::Histogram& histogram, std::uint32_t entry,
                     std::uint64_t least_of, std::uint64_t parent, const GraphOptions& options);

}  // namespace perf::text
