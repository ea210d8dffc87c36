// What reports hand to screens, under the names that have typemaps: SWIG does not read this header.
// It is plain data without any behaviour.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace perf::api {

// How far a recording is read, and how far it can be trusted.
struct ReportProgress {
  std::uint64_t size = 0;  // bytes of data
  std::uint64_t read = 0;
  std::uint64_t samples = 0;
  std::uint64_t lost = 0;        // the larger of what LOST and LOST_SAMPLES say
  std::uint64_t unresolved = 0;  // samples without a symbol
  std::uint64_t truncated = 0;   // samples with a stack of the greatest depth
  std::uint64_t damaged = 0;     // places that could not be read
  double seconds = 0;            // since reading began, until it ended
  bool done = false;
  std::string error;  // a sentence, empty: none
};

// An entry of a report.
struct ReportRow {
  std::uint32_t entry = 0;
  std::uint64_t children = 0;
  std::uint64_t own = 0;
  std::uint64_t samples = 0;
  std::vector<std::string> texts;  // one for each key
};

// A line of a call tree.
struct ReportNode {
  std::int64_t number = 0;
  std::uint64_t period = 0;
  std::string label;
  bool has_children = false;
};

// A frame of a flame graph, in cells.
struct ReportBox {
  std::int64_t number = 0;
  std::uint32_t depth = 0;
  std::uint32_t left = 0;
  std::uint32_t width = 0;
  std::uint64_t period = 0;
  std::string label;
};

// One typemap has each.
using ReportRows = std::vector<ReportRow>;
using ReportNodes = std::vector<ReportNode>;
using ReportBoxes = std::vector<ReportBox>;
using ReportNames = std::vector<std::string>;

}  // namespace perf::api
