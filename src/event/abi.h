// The numbers of the perf_event ABI (include/uapi/linux/perf_event.h) and of perf's own user-space
// records (tools/lib/perf/include/perf/event.h), under the kernel's names. No behaviour.
#pragma once

#include <cstdint>

namespace perf::event {

enum RecordType : std::uint32_t {
  record_mmap = 1,
  record_lost = 2,
  record_comm = 3,
  record_exit = 4,
  record_throttle = 5,
  record_unthrottle = 6,
  record_fork = 7,
  record_read = 8,
  record_sample = 9,
  record_mmap2 = 10,
  record_aux = 11,
  record_itrace_start = 12,
  record_lost_samples = 13,
  record_switch = 14,
  record_switch_cpu_wide = 15,
  record_namespaces = 16,
  record_ksymbol = 17,
  record_bpf_event = 18,
  record_cgroup = 19,
  record_text_poke = 20,
  record_aux_output_hw_id = 21,
  record_callchain_deferred = 22,
  record_kernel_end = 23,

  record_user_start = 64,
  record_header_attr = 64,
  record_header_event_type = 65,
  record_header_tracing_data = 66,
  record_header_build_id = 67,
  record_finished_round = 68,
  record_id_index = 69,
  record_auxtrace_info = 70,
  record_auxtrace = 71,
  record_auxtrace_error = 72,
  record_thread_map = 73,
  record_cpu_map = 74,
  record_stat_config = 75,
  record_stat = 76,
  record_stat_round = 77,
  record_event_update = 78,
  record_time_conv = 79,
  record_header_feature = 80,
  record_compressed = 81,
  record_finished_init = 82,
  record_compressed2 = 83,
  record_bpf_metadata = 84,
  record_schedstat_cpu = 85,
  record_schedstat_domain = 86,
  record_user_end = 87,
};

enum SampleType : std::uint64_t {
  sample_ip = 1U << 0,
  sample_tid = 1U << 1,
  sample_time = 1U << 2,
  sample_addr = 1U << 3,
  sample_read = 1U << 4,
  sample_callchain = 1U << 5,
  sample_id = 1U << 6,
  sample_cpu = 1U << 7,
  sample_period = 1U << 8,
  sample_stream_id = 1U << 9,
  sample_raw = 1U << 10,
  sample_branch_stack = 1U << 11,
  sample_regs_user = 1U << 12,
  sample_stack_user = 1U << 13,
  sample_weight = 1U << 14,
  sample_data_src = 1U << 15,
  sample_identifier = 1U << 16,
  sample_transaction = 1U << 17,
  sample_regs_intr = 1U << 18,
  sample_phys_addr = 1U << 19,
  sample_aux = 1U << 20,
  sample_cgroup = 1U << 21,
  sample_data_page_size = 1U << 22,
  sample_code_page_size = 1U << 23,
  sample_weight_struct = 1U << 24,
};

enum ReadFormat : std::uint64_t {
  format_total_time_enabled = 1U << 0,
  format_total_time_running = 1U << 1,
  format_id = 1U << 2,
  format_group = 1U << 3,
  format_lost = 1U << 4,
};

enum BranchSampleType : std::uint64_t {
  branch_call_stack = 1U << 11,
  branch_hw_index = 1U << 17,
  branch_counters = 1U << 19,
};

enum Misc : std::uint16_t {
  misc_cpumode_mask = 7,
  misc_kernel = 1,
  misc_user = 2,
  misc_hypervisor = 3,
  misc_guest_kernel = 4,
  misc_guest_user = 5,
  misc_mmap_data = 1U << 13,
  misc_comm_exec = 1U << 13,
  misc_fork_exec = 1U << 13,
  misc_switch_out = 1U << 13,
  misc_switch_out_preempt = 1U << 14,
  misc_mmap_build_id = 1U << 14,
  misc_build_id_size = 1U << 15,
};

// Context markers inside a callchain: each sets the mode of the addresses after it.
inline constexpr std::uint64_t context_hv = static_cast<std::uint64_t>(-32);
inline constexpr std::uint64_t context_kernel = static_cast<std::uint64_t>(-128);
inline constexpr std::uint64_t context_user = static_cast<std::uint64_t>(-512);
inline constexpr std::uint64_t context_user_deferred = static_cast<std::uint64_t>(-640);
inline constexpr std::uint64_t context_guest = static_cast<std::uint64_t>(-2048);
inline constexpr std::uint64_t context_guest_kernel = static_cast<std::uint64_t>(-2176);
inline constexpr std::uint64_t context_guest_user = static_cast<std::uint64_t>(-2560);
inline constexpr std::uint64_t context_max = static_cast<std::uint64_t>(-4095);

enum EventType : std::uint32_t {
  type_hardware = 0,
  type_software = 1,
  type_tracepoint = 2,
  type_hw_cache = 3,
  type_raw = 4,
  type_breakpoint = 5,
};

inline constexpr std::size_t record_header_size = 8;

// "SAMPLE", "MMAP2", "FINISHED_ROUND" …; nullptr for a number that no perf has used.
const char* record_name(std::uint32_t type);

}  // namespace perf::event
