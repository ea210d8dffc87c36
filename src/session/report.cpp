#include "session/report.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>

#include "session/progress.h"
#include "text/escape.h"
#include "text/header_text.h"
#include "text/report_json.h"

namespace perf::session {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool contains(const std::vector<std::uint32_t>& list, std::uint32_t value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::vector<report::Key> keys_of(const ReportOptions& options) {
  std::vector<report::Key> keys;
  for (const text::Column& column : options.text.columns) {
    if (column.is_key) keys.push_back(column.key);
  }
  return keys;
}

bool uses(const ReportOptions& options, report::Key key) {
  const std::vector<report::Key> keys = keys_of(options);
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// A column in which every row would show the same: it is told once, above the report.
struct Elided {
  report::Key key;
  std::string_view title;
  const std::vector<std::string>& names;
};

std::vector<Elided> elided(const ReportOptions& options) {
  const std::vector<Elided> all{{report::Key::comm, "comm", options.comms},
                                {report::Key::dso, "dso", options.dsos},
                                {report::Key::sym, "symbol", options.symbol_names}};
  std::vector<Elided> once;
  for (const Elided& one : all) {
    if (one.names.size() == 1) once.push_back(one);
  }
  return once;
}

// Leaves elided columns out, unless no key would be left.
void elide(ReportOptions& options) {
  std::vector<text::Column> columns = options.text.columns;
  for (const Elided& one : elided(options)) {
    std::erase_if(columns, [&](const text::Column& column) {
      return column.is_key && column.key == one.key;
    });
  }
  const bool any = std::any_of(columns.begin(), columns.end(),
                               [](const text::Column& column) { return column.is_key; });
  if (any) options.text.columns = std::move(columns);
}

bool has_callchains(const event::EventSet& events) {
  return std::any_of(events.begin(), events.end(), [](const event::Event& event) {
    return (event.attr.sample_type & event::sample_callchain) != 0;
  });
}

// Without recorded chains there is nothing that callees could cost.
void without_stacks(ReportOptions& options) {
  options.callchains = options.children = false;
  options.text.graph.mode = text::GraphMode::none;
  std::erase_if(options.text.columns, [](const text::Column& column) {
    return !column.is_key && column.cost == text::CostColumn::children;
  });
}

// Of tracepoints alone perf shows what they print, unless something else is asked for.
void for_tracepoints(ReportOptions& options) {
  std::erase_if(options.text.columns, [](const text::Column& column) { return column.is_key; });
  text::Column trace;
  trace.is_key = true;
  trace.key = report::Key::trace;
  options.text.columns.push_back(trace);
}

bool only_tracepoints(const event::EventSet& events) {
  return std::all_of(events.begin(), events.end(), [](const event::Event& event) {
    return event.attr.type == event::type_tracepoint;
  });
}

report::RowFilter row_filter(const ReportOptions& options, const machine::Machine& machine) {
  report::RowFilter filter;
  const SampleFilter& who = options.filter;
  if (!options.comms.empty() || !who.pids.empty() || !who.tids.empty()) {
    filter.task = [&](const report::Task& task) {
      return (who.pids.empty() || contains(who.pids, task.pid)) &&
             (who.tids.empty() || contains(who.tids, task.tid)) &&
             (options.comms.empty() || contains(options.comms, report::comm_of(machine, task)));
    };
  }
  if (options.dsos.empty() && options.symbol_names.empty()) return filter;
  filter.leaf = [&](const report::Frame& frame) {
    const bool dso =
        options.dsos.empty() || std::ranges::any_of(options.dsos, [&](const std::string& name) {
          return report::is_object(machine, frame, name);
        });
    return dso && (options.symbol_names.empty() ||
                   contains(options.symbol_names, report::symbol_of(machine, frame)));
  };
  return filter;
}

std::vector<std::uint32_t> sockets_of(const file::Recording& recording) {
  std::vector<std::uint32_t> sockets;
  if (recording.features().cpu_topology) {
    for (const file::CpuPlace& cpu : recording.features().cpu_topology->cpus) {
      sockets.push_back(cpu.socket);
    }
  }
  return sockets;
}

report::HistogramOptions histogram_options(const ReportOptions& options,
                                           const std::vector<report::Key>& keys,
                                           const std::vector<std::uint32_t>& sockets,
                                           const machine::Machine& machine) {
  report::HistogramOptions histogram;
  histogram.groups.keys = keys;
  histogram.groups.long_names = options.text.verbose;
  histogram.groups.time_quantum = options.time_quantum;
  histogram.groups.cpu_sockets = sockets;
  histogram.filter = row_filter(options, machine);
  histogram.children = options.children;
  histogram.stacks = options.callchains;
  histogram.callee_first = options.text.graph.order == report::Order::callee;
  histogram.threads = options.threads;
  return histogram;
}

constexpr std::string_view tip =
    "#\n# (Tip: To browse a profile on a terminal: perftui report)\n#\n";

struct Lost {
  std::uint64_t events = 0, samples = 0;
};

void write_begin(text::Output& out, const Lost& lost, const ReportOptions& options) {
  if (options.json) {
    out << "{\"lost_events\":" << std::to_string(lost.events)
        << ",\"lost_samples\":" << std::to_string(lost.samples) << ",\"events\":[\n";
    return;
  }
  if (options.text.quiet) return;
  for (const Elided& one : elided(options)) {
    out << "# " << one.title << ": " << text::escaped(one.names.front()) << "\n";
  }
  out << "#\n# Total Lost Samples: " << std::to_string(lost.samples) << "\n#\n";
}

void write_header(text::Output& out, const file::Recording& recording,
                  const ReportOptions& options) {
  if (options.json) return;
  if (options.header) {
    text::write_header(out, recording, options.full_header);
  } else if (!options.text.quiet) {
    out << "# To display the perf.data header info, please use --header/--header-only "
           "options.\n#\n";
  }
}

// How many events from this one on are shown side by side.
std::size_t group_size(const event::EventSet& events, std::size_t event,
                       const ReportOptions& options) {
  const bool can = !options.json && !options.text.hierarchy && !options.text.columns.empty() &&
                   !options.text.columns.front().is_key;
  if (!can || !options.group) return 1;
  const bool any = std::any_of(events.begin(), events.end(),
                               [](const event::Event& one) { return one.members > 1; });
  if (options.group_all && !any) return event == 0 ? events.size() : 1;
  return std::max<std::size_t>(1, events.at(event).members);
}

// "anon group { cycles, instructions }"; only the names where no group was recorded.
std::string group_name(const event::EventSet& events, std::size_t leader, std::size_t members) {
  std::string names;
  for (std::size_t event = leader; event < leader + members; ++event) {
    names += (event == leader ? "" : ", ") + events.at(event).name;
  }
  if (events.at(leader).members != members) return names;
  const std::string& given = events.at(leader).group_name;
  return (given.empty() ? "anon group" : given) + " { " + names + " }";
}

using MakeHistogram = std::function<std::unique_ptr<report::Histogram>(std::size_t)>;

void write_group(text::Output& out, const report::Forest& forest, const event::EventSet& events,
                 std::size_t leader, std::size_t size, const MakeHistogram& make,
                 const ReportOptions& options) {
  std::vector<std::unique_ptr<report::Histogram>> histograms;
  std::vector<const report::Histogram*> members;
  bool any = false;
  for (std::size_t event = leader; event < leader + size; ++event) {
    any = any || forest.has_rows(event);
    members.push_back(histograms.emplace_back(make(event)).get());
  }
  if (!any) return;
  text::write_report(out, report::HistogramGroup(members),
                     "events '" + text::escaped(group_name(events, leader, size)) + "'",
                     options.text);
}

// What is written of each event, and around that.
void write_events(text::Output& out, const std::shared_ptr<const report::Forest>& forest,
                  const event::EventSet& events, const std::vector<std::uint32_t>& sockets,
                  const std::vector<report::Key>& keys, const Lost& lost,
                  const ReportOptions& options) {
  write_begin(out, lost, options);
  const auto made = [&](std::size_t event) {
    return std::make_unique<report::Histogram>(
        forest, event, histogram_options(options, keys, sockets, forest->profile().machine()));
  };
  bool first = true;
  std::size_t members = 1;
  for (std::size_t event = 0; event < events.size() && out.ok(); event += members) {
    members = group_size(events, event, options);
    if (members > 1) {
      write_group(out, *forest, events, event, members, made, options);
      continue;
    }
    if (!forest->has_rows(event)) continue;
    const auto histogram = made(event);
    const std::string& name = events.at(event).name;
    if (options.json) {
      out << (first ? "" : ",\n");
      text::write_report_json(out, *histogram, name, options.text);
    } else {
      // A leader alone is still called a group.
      const char* what = events.at(event).members > 1 ? "events '" : "event '";
      text::write_report(out, *histogram, what + text::escaped(name) + "'", options.text);
    }
    first = false;
  }
  if (options.json) out << "]}\n";
}

void show_progress(const Loader& loader, std::uint64_t size) {
  Progress progress(STDERR_FILENO, size);
  while (!loader.done()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    progress.at(loader.bytes_read());
  }
}

void load(Loader& loader, std::uint64_t size, bool progress) {
  base::Threads shown;
  if (progress) shown.start([&] { show_progress(loader, size); });
  loader.load();
  shown.wait();
}

}  // namespace

LoadOptions load_options(const ReportOptions& options) {
  LoadOptions load;
  load.filter = options.filter;
  load.filter.pids.clear();  // rows are chosen by them: the others count in the totals
  load.filter.tids.clear();
  load.threads = options.threads;
  load.resolve.callchains = options.callchains;
  load.resolve.max_stack = options.max_stack;
  load.resolve.from_outside = options.text.graph.order == report::Order::caller;
  load.resolve.hide_unresolved = options.hide_unresolved;
  load.resolve.by_address = options.text.graph.by_address;
  load.resolve.by_thread = uses(options, report::Key::pid) || uses(options, report::Key::tgid) ||
                           !options.filter.pids.empty() || !options.filter.tids.empty();
  load.keep_cpu = uses(options, report::Key::cpu) || uses(options, report::Key::socket);
  load.keep_trace = uses(options, report::Key::trace);
  load.aggregate = !uses(options, report::Key::time) && !load.keep_trace;
  return load;
}

base::Result<Outcome> write_report(int descriptor, const std::string& path,
                                   const ReportOptions& given, const std::atomic<bool>& stop) {
  const auto recording = file::Recording::open(path);
  if (!recording) return recording.error();
  ReportOptions options = given;
  if (!has_callchains(recording->events())) without_stacks(options);
  if (options.usual_keys && only_tracepoints(recording->events())) for_tracepoints(options);
  if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
  options.text.threads = options.threads;
  const std::vector<report::Key> keys = keys_of(options);
  const auto scanned =
      scan(*recording, search_options(*recording, options.symbols), ScanFor::symbols, stop);
  if (!scanned) return scanned.error();
  const auto profile =
      std::make_shared<report::Profile>(scanned->machine, recording->events().size());
  Loader loader(*recording, *scanned, *profile, load_options(options));
  load(loader, recording->data().size, options.progress);
  if (const auto error = loader.error()) return *error;

  const auto forest = std::make_shared<const report::Forest>(profile, options.threads);
  text::Output out(descriptor);
  if (!options.json) elide(options);
  write_header(out, *recording, options);
  write_events(out, forest, recording->events(), sockets_of(*recording), keys,
               {scanned->lost_events, scanned->lost_samples}, options);
  if (!options.json && !options.text.quiet) out << tip;
  if (options.thread_counts && !options.json) {
    text::write_thread_counts(out, scanned->reads.counts(), recording->events());
  }
  out.flush();

  const LoadCounts counts = loader.counts();
  Outcome outcome(*scanned);
  outcome.damage.add(recording->located(counts.damage));
  outcome.samples = counts.samples;
  outcome.unresolved = counts.unresolved;
  outcome.write_error = out.error();
  return outcome;
}

int write_live_report(int descriptor, const LiveProfile& live, const ReportOptions& given) {
  ReportOptions options = given;
  options.group = false;
  if (!has_callchains(live.events())) without_stacks(options);
  options.threads = options.text.threads = std::max(1U, std::thread::hardware_concurrency());
  const std::vector<report::Key> keys = keys_of(options);
  const std::shared_lock lock(*live.gate());
  const auto forest = std::make_shared<const report::Forest>(live.profile(), options.threads);
  text::Output out(descriptor);
  if (!options.json) elide(options);
  const std::uint64_t lost = live.counts().lost;
  write_events(out, forest, live.events(), {}, keys, {lost, lost}, options);
  out.flush();
  return out.error();
}

}  // namespace perf::session
