// What events record, from a command's options and from their own terms. It opens nothing.
#pragma once

#include <memory>

#include "live/evsel.h"

namespace perf::live {

// The registers that samples can have on this machine, as bits of the kernel's masks.
#ifdef __x86_64__
inline constexpr std::uint64_t sampled_registers = 0xff0fff;  // without ds, es, fs and gs
#else
inline constexpr std::uint64_t sampled_registers = (1ULL << 33) - 1;  // x0 to x30, sp, pc of arm64
#endif

// perf-record(1) has an option for each.
struct RecordOptions {
  std::uint64_t frequency = 4000;  // samples a second, of events that say nothing themselves
  std::uint64_t period = 0;        // events a sample; 0: by frequency
  bool rate_for_all = false;       // also of events that have a period of their own, as tracepoints
  CallGraph call_graph = CallGraph::none;
  std::uint32_t stack_size = 8192;
  std::uint16_t max_stack = 0;  // 0: the kernel's limit
  bool inherit = false;         // the children of threads count too
  bool inherit_stat = false;    // the kernel tells what each thread counted, when it ends
  bool no_samples = false;
  bool enable_on_exec = false;
  bool wake_at_once = true;  // for each record, else when a buffer is half full
  bool sample_addr = false, sample_phys_addr = false, sample_weight = false;
  bool sample_data_src = false, sample_transaction = false;
  bool sample_data_page_size = false, sample_code_page_size = false;
  bool sample_period = false, raw_samples = false;
  bool all_user = false, all_kernel = false;  // whatever the events say
  bool mmap_data = false;                     // mappings of data too
  bool switch_events = false, namespaces = false, cgroups = false;
  bool overwrite = false;  // buffers that are full keep what is newest
  bool build_ids = false;  // in the records of mappings, in place of inodes
  std::uint64_t branch_sample_type = 0;
  std::uint64_t user_regs = 0, intr_regs = 0;
  std::optional<std::int32_t> clockid;
};

void configure(const std::vector<std::shared_ptr<Evsel>>& evsels, const RecordOptions& asked);

// Events that only count: with the times that tell how long they did, from enable() or, with
// `on_exec`, the next exec on.
void configure_counting(const std::vector<std::shared_ptr<Evsel>>& evsels, bool inherit,
                        bool on_exec);

}  // namespace perf::live
