#include "session/script.h"

#include <unistd.h>

#include <algorithm>

#include "file/architecture.h"
#include "samples/read_periods.h"
#include "session/follow.h"
#include "session/kernel_names.h"
#include "session/namer.h"
#include "session/ordered.h"
#include "session/progress.h"
#include "text/escape.h"
#include "text/numbers.h"
#include "text/record_text.h"
#include "text/trace_text.h"

namespace perf::session {
namespace {

bool allows(const std::vector<std::string>& list, std::string_view value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

// How far a recording has been printed that is followed.
struct Printed {
  std::uint64_t records = 0, samples = 0;
  samples::ReadPeriods periods;
};

class Script {
 public:
  Script(int descriptor, const file::Recording& recording, const Scan& scan,
         const ScriptOptions& options, Printed& printed)
      : out_(descriptor),
        recording_(recording),
        machine_(*scan.machine),
        deferred_(*scan.deferred),
        stretches_(scan.stretches),
        options_(options),
        ordered_(recording.events().ordered()),
        namer_(machine_, ordered_),
        tracing_(event::parse_tracing_data(recording.features().tracing_data)),
        trace_text_(tracing_, kernel_names(machine_)),
        elf_machine_(file::machine_of(recording.features())),
        printed_(printed) {
    std::size_t width = 0;
    for (const event::Event& event : recording.events()) width = std::max(width, event.name.size());
    for (const event::Event& event : recording.events()) {
      text::ScriptLine line;
      line.fields = options.fields ? *options.fields : text::default_script_fields(event.attr);
      line.fields.add(options.added);
      line.fields.remove(options.removed);
      line.nanoseconds = options.nanoseconds;
      line.has_chain =
          options.callchains && (event.attr.sample_type & event::sample_callchain) != 0;
      line.event_width = width;
      lines_.push_back(line);
    }
  }

  base::Result<void> run(Ordered::Until until, const std::atomic<bool>& stop) {
    Ordered records(recording_, stretches_, until);
    records::RawRecord record;
    base::OrderKey when;
    const file::Section data = recording_.data();
    Progress progress(STDERR_FILENO, options_.progress ? data.size : 0);
    std::uint64_t count = 0;
    while (out_.ok() && records.next(record, when)) {
      if (++count % 4096 == 0) progress.at(records.offset() - data.offset);
      if (count <= printed_.records) continue;
      if (record.type == event::record_sample)
        sample(record, when);
      else
        other(record, when);
      if (stop) return base::Code::cancelled;
    }
    out_.flush();
    printed_.records = std::max(printed_.records, count);
    if (records.error()) return *records.error();
    return {};
  }

  [[nodiscard]] const DamageList& damage() const { return damage_; }
  [[nodiscard]] int write_error() const { return out_.error(); }

 private:
  void sample(const records::RawRecord& record, base::OrderKey when) {
    const event::EventSet& events = recording_.events();
    const std::uint32_t number = events.of_sample(record.body);
    if (number >= events.size()) {
      return damage_.add({base::Code::unknown_event, record.offset}, record.size());
    }
    auto parsed = samples::parse(record, events.at(number).layout);
    if (!parsed) return damage_.add(parsed.error(), record.size());
    if (!parsed->read) return one_sample(*parsed, number, when);
    for (const auto& part : printed_.periods.split(*parsed, number, events)) {
      parsed->period = part.period;
      one_sample(*parsed, part.event, when);
    }
  }

  void one_sample(const samples::Sample& sample, std::uint32_t event, base::OrderKey when) {
    if (!passes(sample)) return;
    const machine::TaskAt task = machine_.living_task_at(sample.pid, sample.tid, when);
    const std::string comm = comm_of(task);
    if (!allows(options_.comms, comm) || !named(sample, task, when)) return;
    ++printed_.samples;
    write(recording_.events().at(event), lines_[event], sample, task, comm, when);
  }

  [[nodiscard]] bool passes(const samples::Sample& sample) const {
    if (options_.filter.all()) return true;
    samples::Quick quick;
    quick.pid = sample.pid;
    quick.tid = sample.tid;
    quick.cpu = sample.cpu;
    quick.time = sample.time;
    return options_.filter.passes(quick);
  }

  bool named(const samples::Sample& sample, const machine::TaskAt& task, base::OrderKey when) {
    if (options_.dsos.empty() && options_.symbol_names.empty()) return true;
    const text::NamedAddress at = namer_.name(task.space, sample.cpumode(), sample.ip, when);
    const std::string_view path = at.object == nullptr ? std::string_view() : *at.object;
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return (allows(options_.dsos, path) || allows(options_.dsos, name)) &&
           allows(options_.symbol_names, at.symbol == nullptr ? std::string_view() : *at.symbol);
  }

  std::string comm_of(const machine::TaskAt& task) const {
    if (task.comm != base::no_index) return machine_.comm(task.comm);
    return ":" + std::to_string(static_cast<int>(task.tid));
  }

  void write(const event::Event& event, const text::ScriptLine& line, const samples::Sample& sample,
             const machine::TaskAt& task, const std::string& comm, base::OrderKey when) {
    std::string& out = out_.buffer();
    const text::ScriptFields& fields = line.fields;
    const records::SampleId who{sample.pid, sample.tid,       sample.time,
                                sample.id,  sample.stream_id, sample.cpu};
    text::append_start(out, line, text::escaped(comm), who, sample.misc);
    if (fields.has(text::ScriptField::period)) {
      text::append_number(out, sample.period, 10);
      out += ' ';
    }
    if (fields.has(text::ScriptField::event)) {
      if (event.name.size() < line.event_width)
        out.append(line.event_width - event.name.size(), ' ');
      text::append_escaped(out, event.name);
      out += ": ";
    }
    if (fields.has(text::ScriptField::trace) && event.attr.type == event::type_tracepoint) {
      trace_text_.append(out, event.attr.config, sample.cpu, sample.raw);
    }
    write_memory(out, fields, sample);
    if (fields.has(text::ScriptField::cgroup)) {
      const std::string* path = machine_.cgroup(sample.cgroup);
      out += ' ' + (path == nullptr ? "unknown" : text::escaped(*path));
    }
    if (fields.has(text::ScriptField::ip) || fields.has(text::ScriptField::sym) ||
        fields.has(text::ScriptField::dso)) {
      write_addresses(out, line, sample, task, when);
    }
    if (fields.has(text::ScriptField::iregs)) {
      text::append_registers(out, sample.intr_regs, event.attr.sample_regs_intr, elf_machine_);
    }
    if (fields.has(text::ScriptField::uregs)) {
      text::append_registers(out, sample.user_regs, event.attr.sample_regs_user, elf_machine_);
    }
    if (fields.has(text::ScriptField::brstack)) text::append_branches(out, sample);
    if (fields.has(text::ScriptField::phys_addr)) text::append_hex(out, sample.phys_addr, 16);
    if (fields.has(text::ScriptField::data_page_size)) {
      out += ' ' + text::page_size_text(sample.data_page_size);
    }
    if (fields.has(text::ScriptField::code_page_size)) {
      out += ' ' + text::page_size_text(sample.code_page_size);
    }
    out += '\n';
    out_.settle();
  }

  // What a load or store touched, and how long it took.
  static void write_memory(std::string& out, const text::ScriptFields& fields,
                           const samples::Sample& sample) {
    if (fields.has(text::ScriptField::addr)) text::append_hex(out, sample.addr, 16);
    if (fields.has(text::ScriptField::data_src)) text::append_data_source(out, sample.data_src);
    if (fields.has(text::ScriptField::weight)) text::append_number(out, sample.weight, 16);
    if (fields.has(text::ScriptField::ins_lat)) text::append_number(out, sample.ins_lat, 16);
    if (fields.has(text::ScriptField::retire_lat)) text::append_number(out, sample.weight3, 16);
  }

  void write_addresses(std::string& out, const text::ScriptLine& line,
                       const samples::Sample& sample, const machine::TaskAt& task,
                       base::OrderKey when) {
    if (!line.has_chain) {
      out += ' ';
      const auto at = namer_.name(task.space, sample.cpumode(), sample.ip, when);
      return text::append_address(out, line.fields, at, '\0');
    }
    out += '\n';
    if (options_.max_stack == 0) return;
    unsigned depth = 0;
    const std::size_t begin = out.size();
    const auto add = [&](base::Address ip, unsigned cpumode) {
      text::append_address(out, line.fields, namer_.name(task.space, cpumode, ip, when), '\t');
      out += '\n';
      return ++depth < options_.max_stack;
    };
    const samples::Words rest = deferred_.rest_of(sample.callchain, sample.tid, when);
    if (!samples::each_address(sample.callchain, rest, add)) out.resize(begin);
  }

  [[nodiscard]] bool shows(std::uint32_t type) const {
    return type < event::record_kernel_end && (options_.shown >> type & 1U) != 0;
  }

  void other(const records::RawRecord& record, base::OrderKey when) {
    if (!shows(record.type)) return;
    const std::uint32_t number = recording_.events().of_trailer(record.body);
    const text::ScriptLine& line = lines_[number < lines_.size() ? number : 0];
    const event::Layout& layout = recording_.events().layout_of_trailer(record.body);
    const auto body = records::parse(record, layout);
    if (!body) return;  // the scan has noted it
    records::SampleId who = records::parse_sample_id(record, layout);
    const auto [pid, tid] = subject(*body, who);
    if (layout.trailer.tid == event::absent) {
      who.pid = pid;
      who.tid = tid;
    }
    const machine::TaskAt task = machine_.living_task_at(pid, tid, when);
    std::string& out = out_.buffer();
    text::append_start(out, line, text::escaped(comm_of(task)), who, record.misc);
    out += text::record_text(record, *body, poked_symbol(*body, when));
    out += '\n';
    out_.settle();
  }

  // What lies where the kernel's code was changed.
  std::string poked_symbol(const records::Body& body, base::OrderKey when) {
    const auto* poke = std::get_if<records::TextPoke>(&body);
    if (poke == nullptr) return {};
    const auto at = namer_.name(base::no_index, event::misc_kernel, poke->addr, when);
    if (at.symbol == nullptr) return {};
    std::string name = *at.symbol + "+0x";
    text::append_hex(name, at.offset);
    return name;
  }

  // The thread that a record speaks of; its own sample_id names the one that caused it.
  static std::pair<std::uint32_t, std::uint32_t> subject(const records::Body& body,
                                                         const records::SampleId& who) {
    if (const auto* mmap = std::get_if<records::Mmap>(&body)) return {mmap->pid, mmap->tid};
    if (const auto* mmap = std::get_if<records::Mmap2>(&body)) return {mmap->pid, mmap->tid};
    if (const auto* comm = std::get_if<records::Comm>(&body)) return {comm->pid, comm->tid};
    if (const auto* task = std::get_if<records::Task>(&body)) return {task->pid, task->tid};
    if (const auto* of = std::get_if<records::Namespaces>(&body)) return {of->pid, of->tid};
    return {who.pid, who.tid};
  }

  text::Output out_;
  const file::Recording& recording_;
  const machine::Machine& machine_;
  const samples::DeferredChains& deferred_;
  const std::vector<file::Section>& stretches_;
  const ScriptOptions& options_;
  bool ordered_;
  Namer namer_;
  event::TracingData tracing_;
  text::TraceText trace_text_;
  unsigned elf_machine_;
  std::vector<text::ScriptLine> lines_;
  DamageList damage_;
  Printed& printed_;
};

// Prints what is not printed yet; `finished` becomes true when nothing can follow.
base::Result<Outcome> print(int descriptor, const std::string& path, const ScriptOptions& options,
                            Printed& printed, bool& finished, const std::atomic<bool>& stop) {
  const auto recording = file::Recording::open(path);
  if (!recording) return recording.error();
  const auto scanned =
      scan(*recording, search_options(*recording, options.symbols), ScanFor::symbols, stop);
  if (!scanned) return scanned.error();
  finished = finished || Follow::is_finished(*recording);
  Script script(descriptor, *recording, *scanned, options, printed);
  const auto until = finished ? Ordered::Until::end : Ordered::Until::last_round;
  if (const auto ran = script.run(until, stop); !ran) return ran.error();
  Outcome outcome(*scanned);
  outcome.damage.add(recording->located(script.damage()));
  outcome.samples = printed.samples;
  outcome.write_error = script.write_error();
  return outcome;
}

}  // namespace

base::Result<Outcome> write_script(int descriptor, const std::string& path,
                                   const ScriptOptions& options, const std::atomic<bool>& stop) {
  Follow follow(path);
  Printed printed;
  for (;;) {
    follow.begin();
    bool finished = !options.follow;
    auto outcome = print(descriptor, path, options, printed, finished, stop);
    if (!outcome) {
      if (options.follow && follow.wait_for_beginning()) continue;
      return outcome;
    }
    if (finished || outcome->write_error != 0) return outcome;
    follow.wait();
  }
}

}  // namespace perf::session
