// A recording grouped for a screen: it is read in the background, and views of what has been read
// are made on request. Only values leave; the counting and laying out is done in rooms below.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/export.h"
#include "api/report_rows.h"
#include "api/values.h"
#include "base/forks.h"

namespace perf::api {

class RowOrder;

/** One grouping of one event's samples; it never changes. */
class PERF_API ReportView {
 public:
  struct State;
  ReportView() = default;
  ReportView(std::shared_ptr<State> state, std::shared_ptr<RowOrder> order);

  /** The period of all samples of the event. */
  std::uint64_t total() const;
  /** The period of those that pass the filters. */
  std::uint64_t passed() const;
  /** The number of those that pass the filters. */
  std::uint64_t samples() const;
  /** The number of entries. */
  std::uint64_t size() const;

  /** The entries of a window, as (entry, children, self, samples, texts). */
  ReportRows rows(std::uint64_t offset, std::uint64_t count) const;
  /** The same entries ordered by "children", "self", "samples" or a key. */
  ReportView sorted(const std::string& column, bool descending) const;
  /** What lies under a node of an entry's call tree, as (number, period, label, has_children), as
   * far as it costs at least `least`; node -1 means the entry itself, and begins a tree in which
   * nothing costs less. */
  ReportNodes children(std::uint32_t entry, std::int64_t node, std::uint64_t least) const;
  /** The boxes of a flame graph below a node, -1 for all of it, as (number, depth, left, width,
   * period, label); what is narrower than a cell is left out. */
  ReportBoxes flame(std::int64_t node, std::uint32_t width) const;

 private:
  std::shared_ptr<State> state_;
  std::shared_ptr<RowOrder> order_;
};

/** A recording that is read in the background from the moment this is made. */
class PERF_API Report {
 public:
  /** Settings are "name=value", those of write_report(): of them count here what says where
   * symbols are (symfs, kallsyms, vmlinux, symbol_dirs) and what is read of samples (cpus, times,
   * callchains, max_stack, graph_order, graph_by_address, hide_unresolved). */
  Report(const std::string& path, const ReportNames& settings);
  ~Report();
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;

  std::string path() const;
  /** How far it is, as (size, read, samples, lost, unresolved, truncated, damaged,
   * seconds, done, error). */
  ReportProgress progress() const;
  /** What could not be read so far: a sentence, the offset in the file, the bytes skipped; the
   * first places of many. */
  DamageItems damage() const;
  /** The names of the recording's events. */
  ReportNames events() const;
  /** What the file says of machine and command. */
  std::string header() const;
  /** Groups the samples read so far by comma-separated keys. Each filter is "+" or "-", a field
   * (comm, pid, tgid, cpu, cgroup, dso, sym, level, frames), "=" and a text; that of frames is a
   * regular expression. Of "comms", "dsos" and the like it is a list, of which any will do. */
  ReportView view(std::uint32_t event, const std::string& keys, const ReportNames& filters,
                  bool children, bool inverted, double percent_limit) const;
  /** Reads no further. */
  void stop();

 private:
  struct Reading;
  std::unique_ptr<Reading, base::DeleteUnlessForked> reading_;
};

}  // namespace perf::api
