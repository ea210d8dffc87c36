#include "session/facts.h"

#include <algorithm>
#include <map>

#include "session/search_options.h"
#include "text/escape.h"
#include "text/header_text.h"

namespace perf::session {
namespace {

void write_stats(text::Output& out, const file::Recording& recording, const Scan& scan) {
  const bool traced = scan.counts[event::record_auxtrace_info] != 0;
  out << "\nAggregated stats:"
      << (traced ? " (excludes AUX area (e.g. instruction trace) decoded / synthesized events)"
                 : "")
      << "\n";
  out.print("%20s events: %10llu\n", "TOTAL", static_cast<unsigned long long>(scan.records));
  const auto line = [&](const std::string& name, std::uint64_t count) {
    out.print("%20s events: %10llu  (%4.1f%%)\n", name.c_str(),
              static_cast<unsigned long long>(count), 100.0 * double(count) / double(scan.records));
  };
  for (std::uint32_t type = 0; type < Scan::counted_types; ++type) {
    if (scan.counts[type] != 0) line(event::record_name(type), scan.counts[type]);
  }
  for (const file::Removed& removed : recording.removed()) {
    if (removed.type == 0) line(removed.name, removed.count);
  }
  for (const auto& [type, count] : scan.unknown_counts) line(std::to_string(type), count);
  for (std::size_t i = 0; i < recording.events().size(); ++i) {
    if (scan.samples_by_event[i] == 0 && scan.lost_by_event[i] == 0) continue;
    out << text::escaped(recording.events().at(i).name) << " stats:\n";
    const auto event_line = [&out](const char* name, std::uint64_t count) {
      if (count == 0) return;
      out.print("%20s events: %10llu\n", name, static_cast<unsigned long long>(count));
    };
    event_line("SAMPLE", scan.samples_by_event[i]);
    event_line("LOST_SAMPLES", scan.lost_by_event[i]);
  }
}

// The last life of every thread, as a tree.
class Tasks {
 public:
  Tasks(text::Output& out, const machine::Machine& machine) : out_(out), machine_(machine) {
    for (const machine::ThreadLife& life : machine.threads().all()) lives_[life.tid] = &life;
  }

  void write(bool with_maps) {
    out_ << "#      pid      tid     ppid  comm\n";
    for (const auto& [tid, life] : lives_) {
      if (!lives_.contains(life->ppid)) write_tree(*life, life->tid == 0 ? 0 : 1, with_maps);
    }
  }

 private:
  void write_tree(const machine::ThreadLife& life, int level, bool with_maps) {
    machine::Window window;
    const std::uint32_t comm = life.comm_at(base::order_max, window);
    const std::string name = comm == base::no_index ? ":" + std::to_string(int(life.tid))
                                                    : text::escaped(machine_.comm(comm));
    out_.print("%10d %8d %8d |%*s%s\n", int(life.pid), int(life.tid), int(life.ppid), level, "",
               name.c_str());
    if (with_maps) write_maps(life, level);
    if (level > 500) return;
    for (const auto& [tid, child] : lives_) {
      if (child->ppid == life.tid && child != &life) write_tree(*child, level + 1, with_maps);
    }
  }

  void write_maps(const machine::ThreadLife& life, int level) {
    for (const machine::Mapping& map : machine_.space(life.space).last()) {
      const machine::KnownObject& object = machine_.objects().at(map.object);
      out_.print("%*s%llx-%llx %c%c%c%c %08llx %llu %s\n", 32 + level, "",
                 static_cast<unsigned long long>(map.start),
                 static_cast<unsigned long long>(map.end), (map.prot & 1U) != 0 ? 'r' : '-',
                 (map.prot & 2U) != 0 ? 'w' : '-', (map.prot & 4U) != 0 ? 'x' : '-',
                 map.flags != 0 ? 's' : 'p', static_cast<unsigned long long>(map.pgoff),
                 static_cast<unsigned long long>(object.object->id().inode),
                 text::escaped(object.long_name).c_str());
    }
  }

  text::Output& out_;
  const machine::Machine& machine_;
  std::map<std::uint32_t, const machine::ThreadLife*> lives_;
};

}  // namespace

base::Result<Outcome> write_facts(int descriptor, const std::string& path, Facts what,
                                  const std::atomic<bool>& stop) {
  const auto recording = file::Recording::open(path);
  if (!recording) return recording.error();
  text::Output out(descriptor);
  Outcome outcome;
  if (what == Facts::header || what == Facts::full_header) {
    text::write_header(out, *recording, what == Facts::full_header);
    outcome.damage = recording->damage();
  } else {
    const auto scanned = scan(*recording, search_options(*recording, {}), ScanFor::counts, stop);
    if (!scanned) return scanned.error();
    outcome = Outcome(*scanned);
    if (what == Facts::stats)
      write_stats(out, *recording, *scanned);
    else
      Tasks(out, *scanned->machine).write(what == Facts::mmaps);
  }
  out.flush();
  outcome.write_error = out.error();
  return outcome;
}

}  // namespace perf::session
