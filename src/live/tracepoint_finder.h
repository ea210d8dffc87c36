// Tracepoints by name or by pattern, with their numbers. It reads tracefs only when it is asked,
// and all of it only once.
#pragma once

#include <vector>

#include "live/event_text.h"
#include "live/tracepoints.h"

namespace perf::live {

class TracepointFinder {
 public:
  // An empty path: tracefs cannot be read.
  explicit TracepointFinder(std::string tracefs) : tracefs_(std::move(tracefs)) {}

  // Into `events`: type, number and name.
  Failure find(Piece system, Piece name, std::vector<ParsedEvent>& events);

  [[nodiscard]] bool has(Piece system, Piece name) const;

 private:
  const std::vector<Tracepoint>& all();
  Failure find_matching(Piece system, Piece name, std::vector<ParsedEvent>& events);
  Failure unknown(Piece system, Piece name);

  std::string tracefs_;
  std::optional<std::vector<Tracepoint>> all_;
};

}  // namespace perf::live
