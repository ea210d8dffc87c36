#include "api/live_settings.h"

#include <ctime>

#include "api/settings.h"

namespace perf::api {
namespace {

constexpr std::uint32_t largest_stack = 65528;

live::CallGraph call_graph(const std::string& name) {
  using live::CallGraph;
  const std::map<std::string, CallGraph> graphs{{"", CallGraph::none},
                                                {"no", CallGraph::none},
                                                {"fp", CallGraph::fp},
                                                {"dwarf", CallGraph::dwarf},
                                                {"lbr", CallGraph::lbr}};
  const auto found = graphs.find(name);
  if (found == graphs.end()) refuse("call_graph is fp, dwarf or lbr, not '" + name + "'");
  return found->second;
}

session::RecorderOptions::Running running(const std::string& name) {
  using Running = session::RecorderOptions::Running;
  const std::map<std::string, Running> known{
      {"measured", Running::measured}, {"none", Running::none}, {"all", Running::all}};
  const auto found = known.find(name);
  if (found == known.end()) refuse("running is measured, none or all, not '" + name + "'");
  return found->second;
}

// Of clock_gettime(2); nothing for the clock of the scheduler, perf's own.
std::optional<std::int32_t> clock_number(const std::string& name) {
  if (name.empty()) return std::nullopt;
  const std::map<std::string, std::int32_t> clocks{
      {"realtime", CLOCK_REALTIME}, {"monotonic", CLOCK_MONOTONIC},
      {"mono", CLOCK_MONOTONIC},    {"monotonic_raw", CLOCK_MONOTONIC_RAW},
      {"raw", CLOCK_MONOTONIC_RAW}, {"boottime", CLOCK_BOOTTIME},
      {"boot", CLOCK_BOOTTIME},     {"tai", CLOCK_TAI}};
  const auto found = clocks.find(name);
  if (found == clocks.end()) refuse("there is no clock '" + name + "'; mono, raw, boot, tai …");
  return found->second;
}

std::uint32_t stack_size(std::string_view text) {
  const auto size = number<std::uint32_t>(text);
  if (size == 0 || size % 8 != 0 || size > largest_stack) {
    refuse("stack_size is a multiple of 8 up to 65528");
  }
  return size;
}

}  // namespace

// The names are those of the kernel's record_opts.
live::RecordOptions record_options(const ReportNames& settings) {
  live::RecordOptions options;
  set_all(
      settings,
      {{"freq", [&](const std::string& v) { options.frequency = number<std::uint64_t>(v); }},
       {"period", [&](const std::string& v) { options.period = number<std::uint64_t>(v); }},
       {"rate_for_all", truth(options.rate_for_all)},
       {"call_graph", [&](const std::string& v) { options.call_graph = call_graph(v); }},
       {"stack_size", [&](const std::string& v) { options.stack_size = stack_size(v); }},
       {"max_stack", [&](const std::string& v) { options.max_stack = number<std::uint16_t>(v); }},
       {"branch_sample_type",
        [&](const std::string& v) { options.branch_sample_type = number<std::uint64_t>(v); }},
       {"inherit", truth(options.inherit)},
       {"inherit_stat", truth(options.inherit_stat)},
       {"no_samples", truth(options.no_samples)},
       {"user_regs", [&](const std::string& v) { options.user_regs = number<std::uint64_t>(v); }},
       {"intr_regs", [&](const std::string& v) { options.intr_regs = number<std::uint64_t>(v); }},
       {"enable_on_exec", truth(options.enable_on_exec)},
       {"no_buffering", truth(options.wake_at_once)},
       {"overwrite", truth(options.overwrite)},
       {"sample_address", truth(options.sample_addr)},
       {"sample_phys_addr", truth(options.sample_phys_addr)},
       {"sample_weight", truth(options.sample_weight)},
       {"sample_data_src", truth(options.sample_data_src)},
       {"sample_transaction", truth(options.sample_transaction)},
       {"sample_data_page_size", truth(options.sample_data_page_size)},
       {"sample_code_page_size", truth(options.sample_code_page_size)},
       {"sample_period", truth(options.sample_period)},
       {"raw_samples", truth(options.raw_samples)},
       {"all_user", truth(options.all_user)},
       {"all_kernel", truth(options.all_kernel)},
       {"clockid", [&](const std::string& v) { options.clockid = clock_number(v); }},
       {"record_data_mmap", truth(options.mmap_data)},
       {"record_switch_events", truth(options.switch_events)},
       {"record_namespaces", truth(options.namespaces)},
       {"record_cgroup", truth(options.cgroups)},
       {"buildid_mmap", truth(options.build_ids)}});
  return options;
}

session::LiveOptions live_options(const ReportNames& settings) {
  session::LiveOptions options;
  set_all(settings,
          {{"max_stack",
            [&](const std::string& v) { options.resolve.max_stack = number<unsigned>(v); }},
           {"idle", truth(options.idle)},
           {"kernel", truth(options.kernel)},
           {"user", truth(options.user)}});
  return options;
}

session::RecorderOptions recorder_options(const ReportNames& settings) {
  session::RecorderOptions options;
  options.write.grows = true;
  set_all(settings, {{"pipe", truth(options.write.pipe)},
                     {"level", [&](const std::string& v) { options.write.level = zstd_level(v); }},
                     {"version", [&](const std::string& v) { options.version = v; }},
                     {"build_ids", truth(options.build_ids)},
                     {"tail", truth(options.tail)},
                     {"running", [&](const std::string& v) { options.running = running(v); }}});
  return options;
}

}  // namespace perf::api
