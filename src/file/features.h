// The header's feature sections decoded into plain values: who recorded what, where and how. Absent
// features leave their fields empty; nothing here is printed.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "event/attr.h"
#include "file/bpf_programs.h"
#include "file/header.h"

namespace perf::file {

enum FeatureNumber : unsigned {
  feature_tracing_data = 1,
  feature_build_id,
  feature_hostname,
  feature_osrelease,
  feature_version,
  feature_arch,
  feature_nrcpus,
  feature_cpudesc,
  feature_cpuid,
  feature_total_mem,
  feature_cmdline,
  feature_event_desc,
  feature_cpu_topology,
  feature_numa_topology,
  feature_branch_stack,
  feature_pmu_mappings,
  feature_group_desc,
  feature_auxtrace,
  feature_stat,
  feature_cache,
  feature_sample_time,
  feature_mem_topology,
  feature_clockid,
  feature_dir_format,
  feature_bpf_prog_info,
  feature_bpf_btf,
  feature_compressed,
  feature_cpu_pmu_caps,
  feature_clock_data,
  feature_hybrid_topology,
  feature_pmu_caps,
  feature_cpu_domain_info,
  feature_e_machine,
  feature_cln_size,
  feature_end,
};

// The first version of /proc/schedstat that names domains.
inline constexpr std::uint32_t names_of_domains = 17;

// "HOSTNAME", "CPU_TOPOLOGY" …; nullptr for a number that no perf has used.
const char* feature_name(unsigned number);

struct EventDescription {
  event::Attr attr;
  std::string name;
  std::vector<std::uint64_t> ids;
};

struct RecordedBuildId {
  std::int32_t pid = -1;
  std::uint16_t misc = 0;
  std::vector<std::uint8_t> id;
  std::string filename;
};

struct GroupDescription {
  std::string name;
  std::uint32_t leader = 0, members = 0;
};

struct CpuPlace {
  std::uint32_t core = 0, socket = 0, die = 0;
};

struct CpuTopology {
  std::vector<std::string> cores, threads, dies;
  std::vector<CpuPlace> cpus;
  bool has_dies = false;
};

struct NumaNode {
  std::uint32_t node = 0;
  std::uint64_t total_kib = 0, free_kib = 0;
  std::string cpus;
};

struct CacheLevel {
  std::uint32_t level = 0, line_size = 0, sets = 0, ways = 0;
  std::string type, size, map;
};

struct MemoryNode {
  std::uint64_t node = 0, blocks = 0, bits = 0;
  std::vector<std::uint64_t> bitmap;  // of blocks
};

struct ClockData {
  std::uint32_t clockid = 0;
  std::uint64_t wall_ns = 0, clock_ns = 0;
};

// How the data were compressed: the algorithm (1: zstd), its level, how far they shrank.
struct Compression {
  std::uint32_t type = 0, level = 0, ratio = 0, mmap_len = 0;
};

// A scheduling domain of a CPU: which CPUs it spans, as a mask and as a list.
struct SchedDomain {
  std::uint32_t number = 0;
  std::string name;  // since version 17 of /proc/schedstat
  std::string mask, cpus;
};

struct CpuDomains {
  std::uint32_t cpu = 0;
  std::vector<SchedDomain> domains;
};

struct DomainInfo {
  std::uint32_t schedstat_version = 0, max_domains = 0;
  std::vector<CpuDomains> cpus;
};

struct PmuCaps {
  std::string pmu;
  std::vector<std::pair<std::string, std::string>> caps;
};

struct Features {
  std::vector<unsigned> present;  // numbers, ascending; unknown ones too
  std::string hostname, osrelease, version, arch, cpudesc, cpuid;
  std::uint32_t nr_cpus_available = 0, nr_cpus_online = 0;
  std::uint64_t total_mem_kib = 0;
  std::vector<std::string> cmdline;
  std::vector<EventDescription> events;
  std::vector<RecordedBuildId> build_ids;
  std::vector<GroupDescription> groups;
  std::optional<CpuTopology> cpu_topology;
  std::vector<NumaNode> numa;
  std::vector<std::pair<std::uint32_t, std::string>> pmu_mappings;
  std::vector<CacheLevel> caches;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> sample_time;
  std::uint64_t memory_block_size = 0;
  std::vector<MemoryNode> memory_nodes;
  std::uint64_t clockid_resolution = 0;
  std::optional<ClockData> clock_data;
  std::optional<Compression> compression;
  std::vector<BpfProgram> bpf_programs;
  std::vector<std::uint32_t> bpf_btf;  // ids of the types that are recorded
  std::uint64_t dir_format = 0;
  std::optional<DomainInfo> domain_info;
  std::vector<PmuCaps> pmu_caps;
  std::vector<std::pair<std::string, std::string>> hybrid;  // PMU, its CPUs
  std::vector<std::uint8_t> tracing_data;
  std::uint16_t e_machine = 0;  // ELF machine of the recording, 0 unknown
  std::uint32_t e_flags = 0;    // of its ELF header
  // The bytes of features that are not taken apart whole, in this machine's order.
  std::map<unsigned, std::vector<std::uint8_t>> undecoded;

  [[nodiscard]] bool has(unsigned number) const;
  void note(unsigned number);  // that it is present
};

// Takes one feature's bytes apart; false when they break off. Unknown ones are noted.
bool decode_feature(unsigned number, bytes::Cursor& in, Features& out);

Features read_features(const bytes::InputFile& file, const Header& header, DamageList& damage);

}  // namespace perf::file
