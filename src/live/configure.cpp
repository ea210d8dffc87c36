#include "live/configure.h"

#include <algorithm>

#include "event/abi.h"

namespace perf::live {
namespace {

using event::Attr;
using event::Flag;

constexpr std::uint64_t no_period = 0;
constexpr std::uint64_t branch_user = 1;  // PERF_SAMPLE_BRANCH_USER
constexpr std::uint64_t branch_no_flags = 1U << 14, branch_no_cycles = 1U << 15;

void set_period(Attr& attr, const EventSettings& settings, const RecordOptions& options) {
  if (settings.period || settings.frequency) {
    attr.sample_period = settings.period ? *settings.period : *settings.frequency;
    attr.set(Flag::freq, settings.frequency.has_value());
  } else if (attr.sample_period == no_period || options.rate_for_all) {
    attr.sample_period = options.period != 0 ? options.period : options.frequency;
    attr.set(Flag::freq, options.period == 0);
  }
  if (attr.has(Flag::freq)) attr.sample_type |= event::sample_period;
  if (!options.no_samples) return;
  attr.sample_period = 0;
  attr.set(Flag::freq, false);
}

void set_call_graph(Attr& attr, const EventSettings& settings, const RecordOptions& options) {
  const CallGraph how = settings.call_graph.value_or(options.call_graph);
  attr.sample_max_stack = settings.max_stack.value_or(options.max_stack);
  if (how == CallGraph::none) return;
  attr.sample_type |= event::sample_callchain;
  if (attr.has(Flag::exclude_kernel)) attr.set(Flag::exclude_callchain_kernel);
  if (how == CallGraph::lbr) {
    attr.sample_type |= event::sample_branch_stack;
    attr.branch_sample_type =
        branch_user | event::branch_call_stack | branch_no_flags | branch_no_cycles;
    attr.set(Flag::exclude_callchain_user);
  }
  if (how == CallGraph::dwarf) {
    attr.sample_type |= event::sample_regs_user | event::sample_stack_user;
    attr.sample_regs_user |= sampled_registers;
    attr.sample_stack_user = settings.stack_size.value_or(options.stack_size);
    attr.set(Flag::exclude_callchain_user);
  }
}

void set_extras(Attr& attr, const EventSettings& settings, const RecordOptions& options) {
  const std::uint64_t branches = settings.branch_sample_type.value_or(options.branch_sample_type);
  const std::pair<bool, std::uint64_t> bits[] = {
      {options.sample_addr, event::sample_addr},
      {options.sample_phys_addr, event::sample_phys_addr},
      {options.sample_weight, event::sample_weight},
      {options.sample_data_src, event::sample_data_src},
      {options.sample_transaction, event::sample_transaction},
      {options.sample_period, event::sample_period},
      {options.raw_samples, event::sample_raw},
      {options.sample_data_page_size, event::sample_data_page_size},
      {options.sample_code_page_size, event::sample_code_page_size},
      {options.cgroups, event::sample_cgroup},
      {branches != 0, event::sample_branch_stack},
      {options.user_regs != 0, event::sample_regs_user},
      {options.intr_regs != 0, event::sample_regs_intr}};
  for (const auto& [wanted, bit] : bits) {
    if (wanted) attr.sample_type |= bit;
  }
  attr.branch_sample_type |= branches;
  attr.sample_regs_user |= options.user_regs;
  attr.sample_regs_intr |= options.intr_regs;
  if (options.clockid) {
    attr.set(Flag::use_clockid);
    attr.clockid = *options.clockid;
  }
}

void set_tracking(Attr& attr, const RecordOptions& options, bool tracking) {
  for (const Flag flag : {Flag::mmap, Flag::mmap2, Flag::comm, Flag::comm_exec, Flag::task,
                          Flag::ksymbol, Flag::bpf_event}) {
    attr.set(flag, tracking);
  }
  attr.set(Flag::mmap_data, tracking && options.mmap_data);
  attr.set(Flag::build_id, tracking && options.build_ids);
  attr.set(Flag::namespaces, tracking && options.namespaces);
  attr.set(Flag::cgroup, tracking && options.cgroups);
  attr.set(Flag::context_switch, tracking && options.switch_events);
}

void configure_one(Evsel& evsel, std::size_t index, const RecordOptions& options, bool alone) {
  Attr& attr = evsel.event.attr;
  const bool leads = evsel.event.leader == index;
  attr.set(Flag::sample_id_all);
  attr.set(Flag::inherit, evsel.settings.inherit.value_or(options.inherit));
  attr.read_format |= event::format_lost;
  attr.sample_type |= event::sample_ip | event::sample_tid | event::sample_time | event::sample_cpu;
  if (!alone) {
    attr.sample_type |= event::sample_identifier;
    attr.read_format |= event::format_id;
  }
  if (options.inherit_stat) {
    attr.set(Flag::inherit_stat);
    attr.read_format |=
        event::format_total_time_enabled | event::format_total_time_running | event::format_id;
  }
  if (options.all_user || options.all_kernel) {
    attr.set(Flag::exclude_kernel, options.all_user);
    attr.set(Flag::exclude_user, options.all_kernel);
  }
  set_period(attr, evsel.settings, options);
  set_call_graph(attr, evsel.settings, options);
  set_extras(attr, evsel.settings, options);
  if (!evsel.settings.time.value_or(true)) attr.sample_type &= ~std::uint64_t{event::sample_time};
  set_tracking(attr, options, evsel.tracking);
  attr.set(Flag::write_backward, evsel.settings.overwrite.value_or(options.overwrite));
  attr.set(Flag::watermark, false);
  attr.wakeup_events = options.wake_at_once ? 1 : 0;
  attr.set(Flag::disabled, leads);
  attr.set(Flag::enable_on_exec, leads && options.enable_on_exec);
}

// The leader's samples carry what the whole group has counted.
void read_as_group(const std::vector<std::shared_ptr<Evsel>>& evsels) {
  for (const auto& evsel : evsels) {
    if (!evsel->sample_group) continue;
    Attr& attr = evsel->event.attr;
    attr.sample_type |= event::sample_read;
    attr.read_format |= event::format_group | event::format_id;
    attr.set(Flag::inherit, false);
    if (evsels[evsel->event.leader] == evsel) continue;
    attr.sample_period = 0;
    attr.set(Flag::freq, false);
  }
}

}  // namespace

void configure(const std::vector<std::shared_ptr<Evsel>>& evsels, const RecordOptions& asked) {
  RecordOptions options = asked;
  // What unwinds a copied stack reads the tables of its objects, which lie beside their code.
  options.mmap_data |= std::any_of(evsels.begin(), evsels.end(), [&](const auto& evsel) {
    return evsel->settings.call_graph.value_or(asked.call_graph) == CallGraph::dwarf;
  });
  for (std::size_t i = 0; i < evsels.size(); ++i) {
    configure_one(*evsels[i], i, options, evsels.size() == 1);
  }
  read_as_group(evsels);
}

void configure_counting(const std::vector<std::shared_ptr<Evsel>>& evsels, bool inherit,
                        bool on_exec) {
  for (std::size_t i = 0; i < evsels.size(); ++i) {
    Evsel& evsel = *evsels[i];
    Attr& attr = evsel.event.attr;
    const bool leads = evsel.event.leader == i;
    attr.sample_period = 0;
    attr.sample_type = 0;
    attr.set(Flag::freq, false);
    attr.read_format = event::format_total_time_enabled | event::format_total_time_running;
    attr.set(Flag::inherit, evsel.settings.inherit.value_or(inherit));
    attr.set(Flag::disabled, leads);
    attr.set(Flag::enable_on_exec, leads && on_exec);
  }
}

}  // namespace perf::live
