#include "api/record_opts.h"

#include <stdexcept>

#include "live/configure.h"

namespace perf::api {
namespace {

constexpr std::uint32_t largest_stack = 65528;

live::CallGraph call_graph_of(const std::string& name) {
  if (name.empty() || name == "no") return live::CallGraph::none;
  if (name == "fp") return live::CallGraph::fp;
  if (name == "dwarf") return live::CallGraph::dwarf;
  if (name == "lbr") return live::CallGraph::lbr;
  throw std::invalid_argument("call_graph is fp, dwarf or lbr, not '" + name + "'");
}

}  // namespace

live::RecordOptions options_of(const RecordOpts& opts) {
  live::RecordOptions options;
  options.frequency = opts.freq;
  options.period = opts.period;
  options.rate_for_all = opts.rate_for_all;
  options.call_graph = call_graph_of(opts.call_graph);
  if (opts.stack_size == 0 || opts.stack_size % 8 != 0 || opts.stack_size > largest_stack) {
    throw std::invalid_argument("stack_size is a multiple of 8 up to 65528");
  }
  options.stack_size = opts.stack_size;
  if (opts.max_stack > 0xffff) throw std::invalid_argument("max_stack is 0 to 65535");
  options.max_stack = static_cast<std::uint16_t>(opts.max_stack);
  options.branch_sample_type = opts.branch_sample_type;
  options.inherit = opts.inherit;
  options.enable_on_exec = opts.enable_on_exec;
  options.wake_at_once = opts.no_buffering;
  options.sample_addr = opts.sample_address;
  options.sample_phys_addr = opts.sample_phys_addr;
  options.sample_weight = opts.sample_weight;
  options.sample_data_src = opts.sample_data_src;
  options.switch_events = opts.record_switch_events;
  options.namespaces = opts.record_namespaces;
  options.cgroups = opts.record_cgroup;
  options.build_ids = opts.buildid_mmap;
  return options;
}

}  // namespace perf::api
