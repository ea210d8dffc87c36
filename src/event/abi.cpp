#include "event/abi.h"

#include <array>

namespace perf::event {
namespace {

constexpr std::array<const char*, 23> kernel_names{nullptr,
                                                   "MMAP",
                                                   "LOST",
                                                   "COMM",
                                                   "EXIT",
                                                   "THROTTLE",
                                                   "UNTHROTTLE",
                                                   "FORK",
                                                   "READ",
                                                   "SAMPLE",
                                                   "MMAP2",
                                                   "AUX",
                                                   "ITRACE_START",
                                                   "LOST_SAMPLES",
                                                   "SWITCH",
                                                   "SWITCH_CPU_WIDE",
                                                   "NAMESPACES",
                                                   "KSYMBOL",
                                                   "BPF_EVENT",
                                                   "CGROUP",
                                                   "TEXT_POKE",
                                                   "AUX_OUTPUT_HW_ID",
                                                   "CALLCHAIN_DEFERRED"};

constexpr std::array<const char*, 23> user_names{
    "ATTR",           "EVENT_TYPE",    "TRACING_DATA",    "BUILD_ID",
    "FINISHED_ROUND", "ID_INDEX",      "AUXTRACE_INFO",   "AUXTRACE",
    "AUXTRACE_ERROR", "THREAD_MAP",    "CPU_MAP",         "STAT_CONFIG",
    "STAT",           "STAT_ROUND",    "EVENT_UPDATE",    "TIME_CONV",
    "FEATURE",        "COMPRESSED",    "FINISHED_INIT",   "COMPRESSED2",
    "BPF_METADATA",   "SCHEDSTAT_CPU", "SCHEDSTAT_DOMAIN"};

}  // namespace

const char* record_name(std::uint32_t type) {
  if (type < kernel_names.size()) return kernel_names[type];
  const std::uint32_t user = type - record_user_start;
  return type >= record_user_start && user < user_names.size() ? user_names[user] : nullptr;
}

}  // namespace perf::event
