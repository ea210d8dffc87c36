#include "file/features.h"

#include <algorithm>

#include "event/abi.h"

namespace perf::file {
namespace {

using bytes::Cursor;

constexpr std::array<const char*, feature_end> names{
    nullptr,           "TRACING_DATA", "BUILD_ID",        "HOSTNAME",     "OSRELEASE",
    "VERSION",         "ARCH",         "NRCPUS",          "CPUDESC",      "CPUID",
    "TOTAL_MEM",       "CMDLINE",      "EVENT_DESC",      "CPU_TOPOLOGY", "NUMA_TOPOLOGY",
    "BRANCH_STACK",    "PMU_MAPPINGS", "GROUP_DESC",      "AUXTRACE",     "STAT",
    "CACHE",           "SAMPLE_TIME",  "MEM_TOPOLOGY",    "CLOCKID",      "DIR_FORMAT",
    "BPF_PROG_INFO",   "BPF_BTF",      "COMPRESSED",      "CPU_PMU_CAPS", "CLOCK_DATA",
    "HYBRID_TOPOLOGY", "PMU_CAPS",     "CPU_DOMAIN_INFO", "E_MACHINE",    "CLN_SIZE"};

// u32 length (padded), then that many bytes, NUL-padded.
std::string read_string(Cursor& in) {
  const auto size = in.read<std::uint32_t>();
  return std::string(in.text(size));
}

std::vector<std::string> read_strings(Cursor& in) {
  std::vector<std::string> strings;
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) strings.push_back(read_string(in));
  return strings;
}

void read_event_desc(Cursor& in, Features& out) {
  const auto count = in.read<std::uint32_t>();
  const auto attr_size = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    EventDescription event;
    const auto attr = event::parse_attr(in.take(attr_size), in.swaps());
    if (attr) event.attr = *attr;
    const auto ids = in.read<std::uint32_t>();
    event.name = read_string(in);
    for (std::uint32_t id = 0; id < ids && in.ok(); ++id) {
      event.ids.push_back(in.read<std::uint64_t>());
    }
    if (in.ok()) out.events.push_back(std::move(event));
  }
}

// { header (type, misc, size), s32 pid, u8 id[24], filename }; byte 20 of id is its size when misc
// says so. The first perf that wrote them had no pid.
void read_build_ids(Cursor& in, bool with_pid, Features& out) {
  const auto fixed_size = static_cast<std::uint16_t>(8 + (with_pid ? 4 : 0) + 24);
  while (in.left() >= fixed_size) {
    in.skip(4);
    RecordedBuildId entry;
    entry.misc = in.read<std::uint16_t>();
    const auto size = in.read<std::uint16_t>();
    if (with_pid) entry.pid = in.read<std::int32_t>();
    const bytes::View id = in.take(24);
    if (size < fixed_size || !in.ok()) return;
    const bool sized = (entry.misc & event::misc_build_id_size) != 0;
    const std::size_t id_size = sized ? std::min<std::size_t>(id[20], 20) : 20;
    entry.id.assign(id.begin(), id.begin() + static_cast<std::ptrdiff_t>(id_size));
    entry.filename = in.text(size - fixed_size);
    if (in.ok()) out.build_ids.push_back(std::move(entry));
  }
}

// Read with a pid that is not there, the kernel's name lacks four letters.
void read_all_build_ids(Cursor& in, Features& out) {
  const Cursor again = in;
  read_build_ids(in, true, out);
  const auto is_cut = [](const RecordedBuildId& entry) {
    return entry.filename.starts_with("nel.kallsyms]");
  };
  if (std::none_of(out.build_ids.begin(), out.build_ids.end(), is_cut)) return;
  out.build_ids.clear();
  in = again;
  read_build_ids(in, false, out);
}

void read_cpu_topology(Cursor& in, Features& out) {
  CpuTopology topology;
  topology.cores = read_strings(in);
  topology.threads = read_strings(in);
  const std::uint32_t cpus = out.nr_cpus_available;
  if (in.left() / 8 < cpus) {
    if (in.ok()) out.cpu_topology = std::move(topology);
    return;
  }
  topology.cpus.resize(cpus);
  for (CpuPlace& cpu : topology.cpus) {
    cpu.core = in.read<std::uint32_t>();
    cpu.socket = in.read<std::uint32_t>();
  }
  if (in.left() >= 4) {
    topology.dies = read_strings(in);
    topology.has_dies = true;
    for (CpuPlace& cpu : topology.cpus) cpu.die = in.read<std::uint32_t>();
  }
  if (in.ok()) out.cpu_topology = std::move(topology);
}

void read_numa(Cursor& in, Features& out) {
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    NumaNode node;
    node.node = in.read<std::uint32_t>();
    node.total_kib = in.read<std::uint64_t>();
    node.free_kib = in.read<std::uint64_t>();
    node.cpus = read_string(in);
    out.numa.push_back(std::move(node));
  }
}

void read_pmu_mappings(Cursor& in, Features& out) {
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    const auto type = in.read<std::uint32_t>();
    out.pmu_mappings.emplace_back(type, read_string(in));
  }
}

void read_groups(Cursor& in, Features& out) {
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    GroupDescription group;
    group.name = read_string(in);
    group.leader = in.read<std::uint32_t>();
    group.members = in.read<std::uint32_t>();
    out.groups.push_back(std::move(group));
  }
}

void read_caches(Cursor& in, Features& out) {
  if (in.read<std::uint32_t>() != 1) return;
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    CacheLevel cache;
    cache.level = in.read<std::uint32_t>();
    cache.line_size = in.read<std::uint32_t>();
    cache.sets = in.read<std::uint32_t>();
    cache.ways = in.read<std::uint32_t>();
    cache.type = read_string(in);
    cache.size = read_string(in);
    cache.map = read_string(in);
    out.caches.push_back(std::move(cache));
  }
}

void read_mem_topology(Cursor& in, Features& out) {
  if (in.read<std::uint64_t>() != 1) return;
  out.memory_block_size = in.read<std::uint64_t>();
  const auto count = in.read<std::uint64_t>();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    MemoryNode node;
    node.node = in.read<std::uint64_t>();
    node.blocks = in.read<std::uint64_t>();
    node.bits = in.read<std::uint64_t>();
    const std::uint64_t words = node.bits / 64 + (node.bits % 64 != 0 ? 1 : 0);
    for (std::uint64_t word = 0; word < words && in.ok(); ++word) {
      node.bitmap.push_back(in.read<std::uint64_t>());
    }
    if (in.ok()) out.memory_nodes.push_back(std::move(node));
  }
}

PmuCaps read_caps(Cursor& in) {
  PmuCaps caps;
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    std::string name = read_string(in);
    caps.caps.emplace_back(std::move(name), read_string(in));
  }
  return caps;
}

void read_pmu_caps(Cursor& in, Features& out) {
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    PmuCaps caps = read_caps(in);
    caps.pmu = read_string(in);
    out.pmu_caps.push_back(std::move(caps));
  }
}

void read_hybrid(Cursor& in, Features& out) {
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    std::string pmu = read_string(in);
    out.hybrid.emplace_back(std::move(pmu), read_string(in));
  }
}

void read_clock_data(Cursor& in, Features& out) {
  if (in.read<std::uint32_t>() != 1) return;
  ClockData clock;
  clock.clockid = in.read<std::uint32_t>();
  clock.wall_ns = in.read<std::uint64_t>();
  clock.clock_ns = in.read<std::uint64_t>();
  if (in.ok()) out.clock_data = clock;
}

void read_compression(Cursor& in, Features& out) {
  in.skip(4);  // version
  Compression compression;
  compression.type = in.read<std::uint32_t>();
  compression.level = in.read<std::uint32_t>();
  compression.ratio = in.read<std::uint32_t>();
  compression.mmap_len = in.read<std::uint32_t>();
  if (in.ok()) out.compression = compression;
}

// u32 count, then each { u32 id, u32 size, data }.
void read_btf(Cursor& in, Features& out) {
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    const auto id = in.read<std::uint32_t>();
    in.skip(in.read<std::uint32_t>());
    if (in.ok()) out.bpf_btf.push_back(id);
  }
}

void read_domain_info(Cursor& in, Features& out) {
  DomainInfo info;
  info.schedstat_version = in.read<std::uint32_t>();
  info.max_domains = in.read<std::uint32_t>();
  while (in.ok() && in.left() >= 8) {
    CpuDomains cpu;
    cpu.cpu = in.read<std::uint32_t>();
    const auto count = in.read<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
      SchedDomain domain;
      domain.number = in.read<std::uint32_t>();
      if (info.schedstat_version >= names_of_domains) domain.name = read_string(in);
      domain.mask = read_string(in);
      domain.cpus = read_string(in);
      cpu.domains.push_back(std::move(domain));
    }
    if (in.ok()) info.cpus.push_back(std::move(cpu));
  }
  if (in.ok()) out.domain_info = std::move(info);
}

// Of the others only what is shown is known, or nothing.
bool is_decoded_whole(unsigned number) {
  switch (number) {
    case feature_auxtrace:
    case feature_bpf_prog_info:
    case feature_bpf_btf:
    case feature_cln_size:
      return false;
    default:
      return number < feature_end;
  }
}

}  // namespace

const char* feature_name(unsigned number) {
  return number < names.size() ? names[number] : nullptr;
}

bool Features::has(unsigned number) const {
  return std::binary_search(present.begin(), present.end(), number);
}

void Features::note(unsigned number) {
  const auto place = std::lower_bound(present.begin(), present.end(), number);
  if (place == present.end() || *place != number) present.insert(place, number);
}

bool decode_feature(unsigned number, Cursor& in, Features& out) {
  out.note(number);
  if (!is_decoded_whole(number) && !in.swaps()) {
    Cursor all = in;
    const bytes::View bytes = all.rest();
    out.undecoded[number].assign(bytes.begin(), bytes.end());
  }
  switch (number) {
    case feature_tracing_data: {
      const bytes::View all = in.rest();
      out.tracing_data.assign(all.begin(), all.end());
      break;
    }
    case feature_build_id:
      read_all_build_ids(in, out);
      break;
    case feature_hostname:
      out.hostname = read_string(in);
      break;
    case feature_osrelease:
      out.osrelease = read_string(in);
      break;
    case feature_version:
      out.version = read_string(in);
      break;
    case feature_arch:
      out.arch = read_string(in);
      break;
    case feature_nrcpus:
      out.nr_cpus_available = in.read<std::uint32_t>();
      out.nr_cpus_online = in.read<std::uint32_t>();
      break;
    case feature_cpudesc:
      out.cpudesc = read_string(in);
      break;
    case feature_cpuid:
      out.cpuid = read_string(in);
      break;
    case feature_total_mem:
      out.total_mem_kib = in.read<std::uint64_t>();
      break;
    case feature_cmdline:
      out.cmdline = read_strings(in);
      break;
    case feature_event_desc:
      read_event_desc(in, out);
      break;
    case feature_cpu_topology:
      read_cpu_topology(in, out);
      break;
    case feature_numa_topology:
      read_numa(in, out);
      break;
    case feature_pmu_mappings:
      read_pmu_mappings(in, out);
      break;
    case feature_group_desc:
      read_groups(in, out);
      break;
    case feature_cache:
      read_caches(in, out);
      break;
    case feature_sample_time: {
      const auto first = in.read<std::uint64_t>();
      out.sample_time.emplace(first, in.read<std::uint64_t>());
      break;
    }
    case feature_mem_topology:
      read_mem_topology(in, out);
      break;
    case feature_clockid:
      out.clockid_resolution = in.read<std::uint64_t>();
      break;
    case feature_clock_data:
      read_clock_data(in, out);
      break;
    case feature_bpf_prog_info:
      out.bpf_programs = read_bpf_programs(in);
      break;
    case feature_bpf_btf:
      read_btf(in, out);
      break;
    case feature_cpu_pmu_caps:
      out.pmu_caps.push_back(read_caps(in));
      break;
    case feature_pmu_caps:
      read_pmu_caps(in, out);
      break;
    case feature_hybrid_topology:
      read_hybrid(in, out);
      break;
    case feature_dir_format:
      out.dir_format = in.read<std::uint64_t>();
      break;
    case feature_compressed:
      read_compression(in, out);
      break;
    case feature_cpu_domain_info:
      read_domain_info(in, out);
      break;
    case feature_e_machine:
      out.e_machine = static_cast<std::uint16_t>(in.read<std::uint32_t>());
      if (in.left() != 0) out.e_flags = in.read<std::uint32_t>();
      break;
    default:
      break;
  }
  return in.ok();
}

Features read_features(const bytes::InputFile& file, const Header& header, DamageList& damage) {
  Features out;
  for (const FeatureSection& feature : header.features) {
    const auto raw = file.bytes(feature.section.offset, feature.section.size);
    out.note(feature.number);
    if (raw) {
      Cursor in(*raw, header.foreign);
      if (decode_feature(feature.number, in, out)) continue;
    }
    damage.add({base::Code::bad_feature, feature.section.offset, feature.number},
               raw ? raw->size() : 0);
  }
  return out;
}

}  // namespace perf::file
