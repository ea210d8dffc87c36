// What evlist.config() makes events record, as Python sees it: the options of perf record under
// perf's names. Plain values.
#pragma once

#include <cstdint>
#include <string>

#include "api/export.h"

namespace perf::live {
struct RecordOptions;
}

namespace perf::api {

/** Options of a recording; each is what perf-record(1) says of its option. */
struct RecordOpts {
  std::uint64_t freq = 4000;  // samples a second, unless there is a period
  std::uint64_t period = 0;
  bool rate_for_all = false;  // of tracepoints too, whose every event is a sample otherwise
  std::string call_graph;     // "", "fp", "dwarf" or "lbr"
  std::uint32_t stack_size = 8192;
  std::uint32_t max_stack = 0;  // 0: the kernel's limit
  std::uint64_t branch_sample_type = 0;
  bool inherit = false, enable_on_exec = false;
  bool no_buffering = true;  // poll() wakes for each record
  bool sample_address = false, sample_phys_addr = false, sample_weight = false;
  bool sample_data_src = false;
  bool record_switch_events = false, record_namespaces = false, record_cgroup = false;
  bool buildid_mmap = false;
};

// ValueError for a call_graph of another name, or a stack_size that is none.
live::RecordOptions options_of(const RecordOpts& opts);

}  // namespace perf::api
