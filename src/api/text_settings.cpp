#include "api/text_settings.h"

#include <charconv>
#include <functional>
#include <map>
#include <stdexcept>

namespace perf::api {
namespace {

using Strings = std::vector<std::string>;

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument(what);
}

Strings split(std::string_view text, char separator) {
  Strings parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end != 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return parts;
}

template <class Number>
Number number(std::string_view text) {
  Number value{};
  const auto end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || at != end) refuse("'" + std::string(text) + "' is not a number");
  return value;
}

bool truth(std::string_view text) {
  return text == "1";
}

std::vector<std::uint32_t> ids(std::string_view text) {
  std::vector<std::uint32_t> list;
  for (const std::string& part : split(text, ',')) {
    list.push_back(static_cast<std::uint32_t>(number<std::int64_t>(part)));
  }
  return list;
}

// "first-last,first-last" in nanoseconds.
std::vector<std::pair<base::Time, base::Time>> ranges(std::string_view text) {
  std::vector<std::pair<base::Time, base::Time>> list;
  for (const std::string& part : split(text, ',')) {
    const std::size_t dash = part.find('-');
    if (dash == std::string::npos) refuse("'" + part + "' is not a range of time");
    const std::string_view view = part;
    list.emplace_back(number<base::Time>(view.substr(0, dash)),
                      number<base::Time>(view.substr(dash + 1)));
  }
  return list;
}

text::Column column(const std::string& name) {
  text::Column column;
  if (name == "overhead_children")
    column.cost = text::CostColumn::children;
  else if (name == "overhead")
    column.cost = text::CostColumn::self;
  else if (name == "sample")
    column.cost = text::CostColumn::samples;
  else if (name == "period")
    column.cost = text::CostColumn::period;
  else if (const auto key = report::key_named(name)) {
    column.is_key = true;
    column.key = *key;
  } else {
    refuse("there is no column called '" + name + "'");
  }
  return column;
}

text::ScriptFields fields(std::string_view text) {
  text::ScriptFields fields;
  for (const std::string& name : split(text, ',')) {
    const auto field = text::script_field_named(name);
    if (!field) refuse("there is no field called '" + name + "'");
    fields.add(*field);
  }
  return fields;
}

template <class Value>
Value one_of(const std::string& text, const std::map<std::string, Value>& values) {
  const auto found = values.find(text);
  if (found == values.end()) refuse("'" + text + "' is not a choice here");
  return found->second;
}

int level(std::string_view text) {
  const int value = number<int>(text);
  if (value < 0 || value > 22) refuse("zstd has levels from 1 to 22, not " + std::string(text));
  return value;
}

using Setter = std::function<void(const std::string&)>;
using Setters = std::map<std::string, Setter, std::less<>>;

void set_all(const ReportNames& settings, const Setters& setters) {
  for (const std::string& setting : settings) {
    const std::size_t equals = setting.find('=');
    const std::string name = setting.substr(0, equals);
    const auto setter = setters.find(name);
    if (setter == setters.end() || equals == std::string::npos) {
      refuse("there is no setting called '" + name + "'");
    }
    setter->second(setting.substr(equals + 1));
  }
}

Setters filter_setters(session::SampleFilter& filter) {
  return {
      {"pids", [&](const std::string& v) { filter.pids = ids(v); }},
      {"tids", [&](const std::string& v) { filter.tids = ids(v); }},
      {"cpus", [&](const std::string& v) { filter.cpus = ids(v); }},
      {"times", [&](const std::string& v) { filter.times = ranges(v); }},
  };
}

// What report and script have in common.
template <class Options>
Setters common_setters(Options& options) {
  Setters setters = filter_setters(options.filter);
  setters.merge(Setters{
      {"symfs", [&](const std::string& v) { options.symbols.symfs = v; }},
      {"kallsyms", [&](const std::string& v) { options.symbols.kallsyms = v; }},
      {"vmlinux", [&](const std::string& v) { options.symbols.vmlinux = v; }},
      {"symbol_dirs", [&](const std::string& v) { options.symbols.extra_dirs = split(v, ':'); }},
      {"comms", [&](const std::string& v) { options.comms = split(v, ','); }},
      {"dsos", [&](const std::string& v) { options.dsos = split(v, ','); }},
      {"symbols", [&](const std::string& v) { options.symbol_names = split(v, ','); }},
      {"max_stack", [&](const std::string& v) { options.max_stack = number<unsigned>(v); }},
      {"progress", [&](const std::string& v) { options.progress = truth(v); }},
      {"callchains", [&](const std::string& v) { options.callchains = truth(v); }},
  });
  return setters;
}

}  // namespace

session::ReportOptions report_options(const ReportNames& settings) {
  session::ReportOptions options;
  text::ReportTextOptions& text = options.text;
  Setters setters = common_setters(options);
  setters.merge(Setters{
      {"columns",
       [&](const std::string& v) {
         for (const std::string& name : split(v, ',')) text.columns.push_back(column(name));
       }},
      {"usual_keys", [&](const std::string& v) { options.usual_keys = truth(v); }},
      {"children", [&](const std::string& v) { options.children = truth(v); }},
      {"hide_unresolved", [&](const std::string& v) { options.hide_unresolved = truth(v); }},
      {"threads", [&](const std::string& v) { options.threads = number<unsigned>(v); }},
      {"json", [&](const std::string& v) { options.json = truth(v); }},
      {"header", [&](const std::string& v) { options.header = truth(v); }},
      {"full_header", [&](const std::string& v) { options.full_header = truth(v); }},
      {"time_quantum",
       [&](const std::string& v) { options.time_quantum = number<std::uint64_t>(v); }},
      {"chosen_fields", [&](const std::string& v) { text.chosen_fields = truth(v); }},
      {"separator", [&](const std::string& v) { text.separator = text.graph.separator = v; }},
      {"widths",
       [&](const std::string& v) {
         for (const std::string& width : split(v, ',')) {
           text.widths.push_back(std::min<std::size_t>(number<std::size_t>(width), 1000));
         }
       }},
      {"percent_limit", [&](const std::string& v) { text.min_percent = number<double>(v); }},
      {"relative", [&](const std::string& v) { text.relative = truth(v); }},
      {"hierarchy", [&](const std::string& v) { text.hierarchy = truth(v); }},
      {"verbose", [&](const std::string& v) { text.verbose = truth(v); }},
      {"quiet", [&](const std::string& v) { text.quiet = truth(v); }},
      {"time_text", [&](const std::string& v) { text.time_text = v; }},
      {"graph",
       [&](const std::string& v) {
         using Mode = text::GraphMode;
         text.graph.mode = one_of<Mode>(v, {{"none", Mode::none},
                                            {"graph", Mode::graph},
                                            {"fractal", Mode::fractal},
                                            {"flat", Mode::flat},
                                            {"folded", Mode::folded}});
       }},
      {"graph_order",
       [&](const std::string& v) {
         text.graph.order = one_of<report::Order>(
             v, {{"caller", report::Order::caller}, {"callee", report::Order::callee}});
       }},
      {"graph_value",
       [&](const std::string& v) {
         using Value = text::GraphValue;
         text.graph.value = one_of<Value>(
             v, {{"percent", Value::percent}, {"period", Value::period}, {"count", Value::count}});
       }},
      {"graph_percent", [&](const std::string& v) { text.graph.min_percent = number<double>(v); }},
      {"graph_limit",
       [&](const std::string& v) { text.graph.print_limit = number<std::uint32_t>(v); }},
      {"graph_by_address", [&](const std::string& v) { text.graph.by_address = truth(v); }},
      {"graph_skip_first", [&](const std::string& v) { text.graph.skip_first = truth(v); }},
  });
  set_all(settings, setters);
  return options;
}

// The records that each setting shows.
std::map<std::string, std::vector<std::uint32_t>> shown_types() {
  return {
      {"task_events", {event::record_comm, event::record_fork, event::record_exit}},
      {"mmap_events", {event::record_mmap, event::record_mmap2}},
      {"lost_events", {event::record_lost, event::record_lost_samples}},
      {"switch_events", {event::record_switch, event::record_switch_cpu_wide}},
      {"namespace_events", {event::record_namespaces}},
      {"cgroup_events", {event::record_cgroup}},
      {"bpf_events", {event::record_ksymbol, event::record_bpf_event}},
      {"text_poke_events", {event::record_text_poke}},
  };
}

session::ScriptOptions script_options(const ReportNames& settings) {
  session::ScriptOptions options;
  Setters setters = common_setters(options);
  setters.merge(Setters{
      {"fields", [&](const std::string& v) { options.fields = fields(v); }},
      {"add_fields", [&](const std::string& v) { options.added = fields(v); }},
      {"remove_fields", [&](const std::string& v) { options.removed = fields(v); }},
      {"follow", [&](const std::string& v) { options.follow = truth(v); }},
      {"nanoseconds", [&](const std::string& v) { options.nanoseconds = truth(v); }},
  });
  for (const auto& [name, types] : shown_types()) {
    setters.emplace(name, [&options, types = types](const std::string& v) {
      for (const std::uint32_t type : types) options.shown |= (truth(v) ? 1U : 0U) << type;
    });
  }
  set_all(settings, setters);
  return options;
}

session::ConvertOptions convert_options(const ReportNames& settings) {
  session::ConvertOptions options;
  Setters setters = filter_setters(options.filter);
  setters.merge(Setters{
      {"events", [&](const std::string& v) { options.events = split(v, ','); }},
      {"pipe", [&](const std::string& v) { options.write.pipe = truth(v); }},
      {"level", [&](const std::string& v) { options.write.level = level(v); }},
      {"anonymous", [&](const std::string& v) { options.anonymous = truth(v); }},
      {"progress", [&](const std::string& v) { options.progress = truth(v); }},
  });
  set_all(settings, setters);
  return options;
}

session::RecorderOptions recorder_options(const ReportNames& settings) {
  session::RecorderOptions options;
  options.write.grows = true;
  set_all(settings, {{"pipe", [&](const std::string& v) { options.write.pipe = truth(v); }},
                     {"level", [&](const std::string& v) { options.write.level = level(v); }},
                     {"version", [&](const std::string& v) { options.version = v; }},
                     {"pids",
                      [&](const std::string& v) {
                        for (const std::uint32_t pid : ids(v))
                          options.pids.push_back(static_cast<int>(pid));
                      }},
                     {"build_ids", [&](const std::string& v) { options.build_ids = truth(v); }},
                     {"mmap_data", [&](const std::string& v) { options.mmap_data = truth(v); }}});
  return options;
}

}  // namespace perf::api
