#include "api/text_settings.h"

#include "api/settings.h"

namespace perf::api {
namespace {

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
  if (name == "overhead_children") {
    column.cost = text::CostColumn::children;
  } else if (name == "overhead") {
    column.cost = text::CostColumn::self;
  } else if (name == "sample") {
    column.cost = text::CostColumn::samples;
  } else if (name == "period") {
    column.cost = text::CostColumn::period;
  } else if (const auto key = report::key_named(name)) {
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

Setters filter_setters(session::SampleFilter& filter) {
  return {
      {"pids", [&](const std::string& v) { filter.pids = numbers<std::uint32_t>(v); }},
      {"tids", [&](const std::string& v) { filter.tids = numbers<std::uint32_t>(v); }},
      {"cpus", [&](const std::string& v) { filter.cpus = numbers<std::uint32_t>(v); }},
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
      {"progress", truth(options.progress)},
      {"callchains", truth(options.callchains)},
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
      {"usual_keys", truth(options.usual_keys)},
      {"children", truth(options.children)},
      {"hide_unresolved", truth(options.hide_unresolved)},
      {"group", truth(options.group)},
      {"group_all", truth(options.group_all)},
      {"threads", [&](const std::string& v) { options.threads = number<unsigned>(v); }},
      {"json", truth(options.json)},
      {"header", truth(options.header)},
      {"full_header", truth(options.full_header)},
      {"thread_counts", truth(options.thread_counts)},
      {"time_quantum",
       [&](const std::string& v) { options.time_quantum = number<std::uint64_t>(v); }},
      {"chosen_fields", truth(text.chosen_fields)},
      {"separator", [&](const std::string& v) { text.separator = text.graph.separator = v; }},
      {"widths",
       [&](const std::string& v) {
         for (const std::string& width : split(v, ',')) {
           text.widths.push_back(std::min<std::size_t>(number<std::size_t>(width), 1000));
         }
       }},
      {"percent_limit", [&](const std::string& v) { text.min_percent = number<double>(v); }},
      {"relative", truth(text.relative)},
      {"hierarchy", truth(text.hierarchy)},
      {"verbose", truth(text.verbose)},
      {"quiet", truth(text.quiet)},
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
      {"graph_by_address", truth(text.graph.by_address)},
      {"graph_skip_first", truth(text.graph.skip_first)},
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
      {"follow", truth(options.follow)},
      {"nanoseconds", truth(options.nanoseconds)},
  });
  for (const auto& [name, types] : shown_types()) {
    setters.emplace(name, [&options, types = types](const std::string& v) {
      for (const std::uint32_t type : types) options.shown |= (v == "1" ? 1U : 0U) << type;
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
      {"pipe", truth(options.write.pipe)},
      {"level", [&](const std::string& v) { options.write.level = zstd_level(v); }},
      {"anonymous", truth(options.anonymous)},
      {"progress", truth(options.progress)},
  });
  set_all(settings, setters);
  return options;
}

}  // namespace perf::api
