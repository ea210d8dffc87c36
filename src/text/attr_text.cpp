#include <array>
#include <string_view>
#include <utility>

#include "event/abi.h"
#include "text/escape.h"
#include "text/header_text.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

using Names = std::string_view;

// Of the kernel's own PMUs, and of what has none.
constexpr std::array<Names, 6> type_names{"PERF_TYPE_HARDWARE", "software", "tracepoint",
                                          "PERF_TYPE_HW_CACHE", "cpu",      "breakpoint"};
constexpr std::array<Names, 7> cache_names{"L1D", "L1I", "LL", "DTLB", "ITLB", "BPU", "NODE"};
constexpr std::array<Names, 3> cache_operations{"READ", "WRITE", "PREFETCH"};
constexpr std::array<Names, 2> cache_results{"ACCESS", "MISS"};
constexpr std::array<Names, 10> hardware_names{"CPU_CYCLES",
                                               "INSTRUCTIONS",
                                               "CACHE_REFERENCES",
                                               "CACHE_MISSES",
                                               "BRANCH_INSTRUCTIONS",
                                               "BRANCH_MISSES",
                                               "BUS_CYCLES",
                                               "STALLED_CYCLES_FRONTEND",
                                               "STALLED_CYCLES_BACKEND",
                                               "REF_CPU_CYCLES"};
constexpr std::array<Names, 12> software_names{
    "CPU_CLOCK",        "TASK_CLOCK",      "PAGE_FAULTS",     "CONTEXT_SWITCHES",
    "CPU_MIGRATIONS",   "PAGE_FAULTS_MIN", "PAGE_FAULTS_MAJ", "ALIGNMENT_FAULTS",
    "EMULATION_FAULTS", "DUMMY",           "BPF_OUTPUT",      "CGROUP_SWITCHES"};

// In the order in which perf lists them.
constexpr std::array<Names, 25> sample_bits{"IP",
                                            "TID",
                                            "TIME",
                                            "ADDR",
                                            "READ",
                                            "CALLCHAIN",
                                            "ID",
                                            "CPU",
                                            "PERIOD",
                                            "STREAM_ID",
                                            "RAW",
                                            "BRANCH_STACK",
                                            "REGS_USER",
                                            "STACK_USER",
                                            "WEIGHT",
                                            "DATA_SRC",
                                            "IDENTIFIER",
                                            "TRANSACTION",
                                            "REGS_INTR",
                                            "PHYS_ADDR",
                                            "AUX",
                                            "CGROUP",
                                            "DATA_PAGE_SIZE",
                                            "CODE_PAGE_SIZE",
                                            "WEIGHT_STRUCT"};
constexpr std::array<unsigned, 25> sample_order{0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                                13, 16, 18, 15, 14, 17, 19, 20, 21, 22, 23, 24};
constexpr std::array<Names, 5> read_bits{"TOTAL_TIME_ENABLED", "TOTAL_TIME_RUNNING", "ID", "GROUP",
                                         "LOST"};
constexpr std::array<Names, 20> branch_bits{
    "USER",     "KERNEL",    "HV",        "ANY",      "ANY_CALL",   "ANY_RETURN", "IND_CALL",
    "ABORT_TX", "IN_TX",     "NO_TX",     "COND",     "CALL_STACK", "IND_JUMP",   "CALL",
    "NO_FLAGS", "NO_CYCLES", "TYPE_SAVE", "HW_INDEX", "PRIV_SAVE",  "COUNTERS"};

constexpr std::array<std::pair<event::Flag, Names>, 38> flag_names{{
    {event::Flag::disabled, "disabled"},
    {event::Flag::inherit, "inherit"},
    {event::Flag::pinned, "pinned"},
    {event::Flag::exclusive, "exclusive"},
    {event::Flag::exclude_user, "exclude_user"},
    {event::Flag::exclude_kernel, "exclude_kernel"},
    {event::Flag::exclude_hv, "exclude_hv"},
    {event::Flag::exclude_idle, "exclude_idle"},
    {event::Flag::mmap, "mmap"},
    {event::Flag::comm, "comm"},
    {event::Flag::freq, "freq"},
    {event::Flag::inherit_stat, "inherit_stat"},
    {event::Flag::enable_on_exec, "enable_on_exec"},
    {event::Flag::task, "task"},
    {event::Flag::watermark, "watermark"},
    {event::Flag::mmap_data, "mmap_data"},
    {event::Flag::sample_id_all, "sample_id_all"},
    {event::Flag::exclude_host, "exclude_host"},
    {event::Flag::exclude_guest, "exclude_guest"},
    {event::Flag::exclude_callchain_kernel, "exclude_callchain_kernel"},
    {event::Flag::exclude_callchain_user, "exclude_callchain_user"},
    {event::Flag::mmap2, "mmap2"},
    {event::Flag::comm_exec, "comm_exec"},
    {event::Flag::use_clockid, "use_clockid"},
    {event::Flag::context_switch, "context_switch"},
    {event::Flag::write_backward, "write_backward"},
    {event::Flag::namespaces, "namespaces"},
    {event::Flag::ksymbol, "ksymbol"},
    {event::Flag::bpf_event, "bpf_event"},
    {event::Flag::aux_output, "aux_output"},
    {event::Flag::cgroup, "cgroup"},
    {event::Flag::text_poke, "text_poke"},
    {event::Flag::build_id, "build_id"},
    {event::Flag::inherit_thread, "inherit_thread"},
    {event::Flag::remove_on_exec, "remove_on_exec"},
    {event::Flag::sigtrap, "sigtrap"},
    {event::Flag::defer_callchain, "defer_callchain"},
    {event::Flag::defer_output, "defer_output"},
}};

void field(std::string& out, Names name, std::string_view value) {
  out += ", ";
  out += name;
  out += " = ";
  out += value;
}

void number(std::string& out, Names name, std::uint64_t value) {
  if (value != 0) field(out, name, std::to_string(value));
}

void hex(std::string& out, Names name, std::uint64_t value) {
  if (value == 0) return;
  std::string text = "0x";
  append_hex(text, value);
  field(out, name, text);
}

template <std::size_t Size>
std::string bits(std::uint64_t value, const std::array<Names, Size>& names) {
  std::string text;
  for (std::size_t bit = 0; bit < Size; ++bit) {
    if ((value >> bit & 1U) == 0) continue;
    if (!text.empty()) text += '|';
    text += names[bit];
  }
  return text;
}

std::string sample_type(std::uint64_t value) {
  std::string text;
  for (const unsigned bit : sample_order) {
    if ((value >> bit & 1U) == 0) continue;
    if (!text.empty()) text += '|';
    text += sample_bits[bit];
  }
  return text;
}

template <std::size_t Size>
std::string named(std::uint64_t value, Names prefix, const std::array<Names, Size>& names) {
  if (value >= names.size()) return {};
  return " (" + std::string(prefix) + std::string(names[value]) + ")";
}

// " (PERF_COUNT_HW_CACHE_RESULT_MISS | PERF_COUNT_HW_CACHE_OP_READ | PERF_COUNT_HW_CACHE_L1D)"
std::string cache_text(std::uint64_t config) {
  const std::uint64_t cache = config & 0xff;
  const std::uint64_t operation = config >> 8 & 0xff;
  const std::uint64_t result = config >> 16;
  if (cache >= cache_names.size() || operation >= cache_operations.size() ||
      result >= cache_results.size()) {
    return {};
  }
  const auto name = [](Names of) { return "PERF_COUNT_HW_CACHE_" + std::string(of); };
  return " (" + name("RESULT_") + std::string(cache_results[result]) + " | " + name("OP_") +
         std::string(cache_operations[operation]) + " | " + name(cache_names[cache]) + ")";
}

// The PMU's name, as the recording's machine knew it.
std::string type_text(std::uint32_t type, const file::Features& features) {
  std::string name;
  if (type < type_names.size()) name = type_names[type];
  for (const auto& [number, pmu] : features.pmu_mappings) {
    if (number == type && type > event::type_hw_cache) name = pmu;
  }
  return std::to_string(type) + (name.empty() ? "" : " (" + escaped(name) + ")");
}

std::string config(const event::Attr& attr) {
  std::string text = attr.config == 0 ? "0" : "0x";
  if (attr.config != 0) append_hex(text, attr.config);
  if (attr.type == event::type_hardware)
    text += named(attr.config, "PERF_COUNT_HW_", hardware_names);
  if (attr.type == event::type_hw_cache) text += cache_text(attr.config);
  if (attr.type == event::type_software)
    text += named(attr.config, "PERF_COUNT_SW_", software_names);
  return text;
}

}  // namespace

std::string attr_text(const event::Attr& attr, const std::string& event_name,
                      const file::Features& features) {
  std::string out;
  field(out, "type", type_text(attr.type, features));
  number(out, "size", attr.size);
  const bool tracepoint =
      attr.type == event::type_tracepoint && event_name.find(':') != std::string::npos;
  field(out, "config", config(attr) + (tracepoint ? " (" + event_name + ")" : ""));
  number(out, "{ sample_period, sample_freq }", attr.sample_period);
  if (attr.sample_type != 0) field(out, "sample_type", sample_type(attr.sample_type));
  if (attr.read_format != 0) field(out, "read_format", bits(attr.read_format, read_bits));
  for (const auto& [flag, name] : flag_names) {
    if (flag == event::Flag::mmap_data) number(out, "precise_ip", attr.precise_ip());
    if (attr.has(flag)) field(out, name, "1");
  }
  number(out, "{ wakeup_events, wakeup_watermark }", attr.wakeup_events);
  number(out, "bp_type", attr.bp_type);
  hex(out, "{ bp_addr, config1 }", attr.config1);
  hex(out, "{ bp_len, config2 }", attr.config2);
  if (attr.branch_sample_type != 0) {
    field(out, "branch_sample_type", bits(attr.branch_sample_type, branch_bits));
  }
  hex(out, "sample_regs_user", attr.sample_regs_user);
  number(out, "sample_stack_user", attr.sample_stack_user);
  if (attr.clockid != 0) field(out, "clockid", std::to_string(attr.clockid));
  hex(out, "sample_regs_intr", attr.sample_regs_intr);
  number(out, "aux_watermark", attr.aux_watermark);
  number(out, "sample_max_stack", attr.sample_max_stack);
  number(out, "aux_sample_size", attr.aux_sample_size);
  number(out, "sig_data", attr.sig_data);
  return out;
}

}  // namespace perf::text
