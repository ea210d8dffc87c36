#include "file/feature_bytes.h"

#include <algorithm>

#include "event/abi.h"

namespace perf::file {
namespace {

using bytes::Builder;

constexpr std::size_t text_alignment = 64;

std::uint32_t count_of(std::size_t size) {
  return static_cast<std::uint32_t>(size);
}

void put_string(std::string_view text, Builder& out) {
  out.put(count_of((text.size() / text_alignment + 1) * text_alignment));
  out.text(text, text_alignment);
}

void put_strings(const std::vector<std::string>& strings, Builder& out) {
  out.put(count_of(strings.size()));
  for (const std::string& string : strings) put_string(string, out);
}

void put_build_ids(const Features& features, Builder& out) {
  for (const RecordedBuildId& entry : features.build_ids) {
    Builder body;
    put_build_id(entry, body);
    const auto size = static_cast<std::uint16_t>(event::record_header_size + body.size());
    out.put(std::uint32_t{0}).put(entry.misc).put(size).put(body.view());
  }
}

void put_event_desc(const Features& features, Builder& out) {
  std::uint32_t size = 0;
  for (const EventDescription& event : features.events) {
    size = std::max(size, event::written_size(event.attr));
  }
  out.put(count_of(features.events.size())).put(size);
  for (const EventDescription& event : features.events) {
    event::put_attr(event.attr, size, out);
    out.put(count_of(event.ids.size()));
    put_string(event.name, out);
    for (const std::uint64_t id : event.ids) out.put(id);
  }
}

void put_cpu_topology(const CpuTopology& topology, Builder& out) {
  put_strings(topology.cores, out);
  put_strings(topology.threads, out);
  for (const CpuPlace& cpu : topology.cpus) out.put(cpu.core).put(cpu.socket);
  if (!topology.has_dies) return;
  put_strings(topology.dies, out);
  for (const CpuPlace& cpu : topology.cpus) out.put(cpu.die);
}

void put_numa(const Features& features, Builder& out) {
  out.put(count_of(features.numa.size()));
  for (const NumaNode& node : features.numa) {
    out.put(node.node).put(node.total_kib).put(node.free_kib);
    put_string(node.cpus, out);
  }
}

void put_pmu_mappings(const Features& features, Builder& out) {
  out.put(count_of(features.pmu_mappings.size()));
  for (const auto& [type, name] : features.pmu_mappings) {
    out.put(type);
    put_string(name, out);
  }
}

void put_groups(const Features& features, Builder& out) {
  out.put(count_of(features.groups.size()));
  for (const GroupDescription& group : features.groups) {
    put_string(group.name, out);
    out.put(group.leader).put(group.members);
  }
}

void put_caches(const Features& features, Builder& out) {
  out.put(std::uint32_t{1}).put(count_of(features.caches.size()));
  for (const CacheLevel& cache : features.caches) {
    out.put(cache.level).put(cache.line_size).put(cache.sets).put(cache.ways);
    put_string(cache.type, out);
    put_string(cache.size, out);
    put_string(cache.map, out);
  }
}

void put_mem_topology(const Features& features, Builder& out) {
  out.put(std::uint64_t{1}).put(features.memory_block_size);
  out.put(std::uint64_t{features.memory_nodes.size()});
  for (const MemoryNode& node : features.memory_nodes) {
    out.put(node.node).put(node.blocks).put(node.bits);
    for (const std::uint64_t word : node.bitmap) out.put(word);
  }
}

void put_caps(const PmuCaps& caps, Builder& out) {
  out.put(count_of(caps.caps.size()));
  for (const auto& [name, value] : caps.caps) {
    put_string(name, out);
    put_string(value, out);
  }
}

// The caps of the CPU's own PMU have a feature of their own, without its name.
void put_cpu_pmu_caps(const Features& features, Builder& out) {
  for (const PmuCaps& caps : features.pmu_caps) {
    if (caps.pmu.empty()) return put_caps(caps, out);
  }
  put_caps({}, out);
}

void put_pmu_caps(const Features& features, Builder& out) {
  const auto named = [](const PmuCaps& caps) { return !caps.pmu.empty(); };
  const auto& all = features.pmu_caps;
  out.put(count_of(static_cast<std::size_t>(std::count_if(all.begin(), all.end(), named))));
  for (const PmuCaps& caps : all) {
    if (!named(caps)) continue;
    put_caps(caps, out);
    put_string(caps.pmu, out);
  }
}

void put_hybrid(const Features& features, Builder& out) {
  out.put(count_of(features.hybrid.size()));
  for (const auto& [pmu, cpus] : features.hybrid) {
    put_string(pmu, out);
    put_string(cpus, out);
  }
}

void put_domain_info(const DomainInfo& info, Builder& out) {
  out.put(info.schedstat_version).put(info.max_domains);
  for (const CpuDomains& cpu : info.cpus) {
    out.put(cpu.cpu).put(count_of(cpu.domains.size()));
    for (const SchedDomain& domain : cpu.domains) {
      out.put(domain.number);
      if (info.schedstat_version >= names_of_domains) put_string(domain.name, out);
      put_string(domain.mask, out);
      put_string(domain.cpus, out);
    }
  }
}

void put_clock_data(const ClockData& clock, Builder& out) {
  out.put(std::uint32_t{1}).put(clock.clockid).put(clock.wall_ns).put(clock.clock_ns);
}

void put_compression(const Compression& compression, Builder& out) {
  out.put(std::uint32_t{1}).put(compression.type).put(compression.level);
  out.put(compression.ratio).put(compression.mmap_len);
}

// False of a feature whose value is absent.
bool put_feature(unsigned number, const Features& features, Builder& out) {
  switch (number) {
    case feature_tracing_data:
      out.put(bytes::View(features.tracing_data));
      return !features.tracing_data.empty();
    case feature_build_id:
      put_build_ids(features, out);
      return true;
    case feature_hostname:
      put_string(features.hostname, out);
      return true;
    case feature_osrelease:
      put_string(features.osrelease, out);
      return true;
    case feature_version:
      put_string(features.version, out);
      return true;
    case feature_arch:
      put_string(features.arch, out);
      return true;
    case feature_nrcpus:
      out.put(features.nr_cpus_available).put(features.nr_cpus_online);
      return true;
    case feature_cpudesc:
      put_string(features.cpudesc, out);
      return true;
    case feature_cpuid:
      put_string(features.cpuid, out);
      return true;
    case feature_total_mem:
      out.put(features.total_mem_kib);
      return true;
    case feature_cmdline:
      put_strings(features.cmdline, out);
      return true;
    case feature_event_desc:
      put_event_desc(features, out);
      return true;
    case feature_cpu_topology:
      if (features.cpu_topology) put_cpu_topology(*features.cpu_topology, out);
      return features.cpu_topology.has_value();
    case feature_numa_topology:
      put_numa(features, out);
      return true;
    case feature_branch_stack:
    case feature_stat:
      return true;
    case feature_pmu_mappings:
      put_pmu_mappings(features, out);
      return true;
    case feature_group_desc:
      put_groups(features, out);
      return true;
    case feature_cache:
      put_caches(features, out);
      return true;
    case feature_sample_time:
      if (features.sample_time)
        out.put(features.sample_time->first).put(features.sample_time->second);
      return features.sample_time.has_value();
    case feature_mem_topology:
      put_mem_topology(features, out);
      return true;
    case feature_clockid:
      out.put(features.clockid_resolution);
      return true;
    case feature_clock_data:
      if (features.clock_data) put_clock_data(*features.clock_data, out);
      return features.clock_data.has_value();
    case feature_compressed:
      if (features.compression) put_compression(*features.compression, out);
      return features.compression.has_value();
    case feature_cpu_pmu_caps:
      put_cpu_pmu_caps(features, out);
      return true;
    case feature_pmu_caps:
      put_pmu_caps(features, out);
      return true;
    case feature_hybrid_topology:
      put_hybrid(features, out);
      return true;
    case feature_dir_format:
      out.put(features.dir_format);
      return true;
    case feature_cpu_domain_info:
      if (features.domain_info) put_domain_info(*features.domain_info, out);
      return features.domain_info.has_value();
    case feature_e_machine:
      out.put(std::uint32_t{features.e_machine}).put(features.e_flags);
      return true;
    default:
      return false;
  }
}

}  // namespace

void put_build_id(const RecordedBuildId& entry, Builder& out) {
  constexpr std::size_t id_field = 24;
  constexpr std::size_t size_at = 20;
  const std::size_t size = std::min(entry.id.size(), size_at);
  Builder id;
  id.put(bytes::View(entry.id).first(size)).fill(size_at);
  const bool sized = (entry.misc & event::misc_build_id_size) != 0;
  id.put(static_cast<std::uint8_t>(sized ? size : 0)).fill(id_field);
  out.put(entry.pid).put(id.view()).text(entry.filename, text_alignment);
}

std::optional<std::vector<std::uint8_t>> feature_bytes(unsigned number, const Features& features) {
  if (const auto raw = features.undecoded.find(number); raw != features.undecoded.end()) {
    return raw->second;
  }
  Builder out;
  if (!put_feature(number, features, out)) return std::nullopt;
  return out.take();
}

}  // namespace perf::file
