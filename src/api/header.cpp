#include "api/header.h"

#include "api/rows.h"
#include "symbols/build_id.h"

namespace perf::api {
namespace {

using file::Features;

std::uint64_t number(std::uint64_t value) {
  return value;
}

std::vector<std::string> names_of(const Features& features) {
  std::vector<std::string> names;
  for (const unsigned feature : features.present) {
    const char* name = file::feature_name(feature);
    names.push_back(name == nullptr ? std::to_string(feature) : name);
  }
  return names;
}

HeaderItems items(const file::CpuTopology& topology) {
  return {{"cores", topology.cores},
          {"threads", topology.threads},
          {"dies", topology.dies},
          {"cpus", rows(topology.cpus, [](const file::CpuPlace& cpu) {
             return HeaderItems{{"core", number(cpu.core)},
                                {"socket", number(cpu.socket)},
                                {"die", number(cpu.die)}};
           })}};
}

HeaderItems items(const file::RecordedBuildId& entry) {
  return {{"pid", std::int64_t{entry.pid}},
          {"misc", number(entry.misc)},
          {"build_id", symbols::BuildId::from(entry.id).hex()},
          {"filename", entry.filename}};
}

HeaderItems items(const file::CacheLevel& cache) {
  return {{"level", number(cache.level)},
          {"line_size", number(cache.line_size)},
          {"sets", number(cache.sets)},
          {"ways", number(cache.ways)},
          {"type", cache.type},
          {"size", cache.size},
          {"cpus", cache.map}};
}

HeaderItems items(const file::BpfProgram& program) {
  return {{"id", number(program.id)},
          {"name", program.name},
          {"functions", rows(program.functions, [](const file::BpfFunction& function) {
             return HeaderItems{{"tag", function.tag},
                                {"address", number(function.address)},
                                {"size", number(function.size)}};
           })}};
}

HeaderItems items(const file::CpuDomains& cpu) {
  return {{"cpu", number(cpu.cpu)},
          {"domains", rows(cpu.domains, [](const file::SchedDomain& domain) {
             return HeaderItems{{"domain", number(domain.number)},
                                {"name", domain.name},
                                {"cpumask", domain.mask},
                                {"cpus", domain.cpus}};
           })}};
}

HeaderItems items(const file::PmuCaps& pmu) {
  HeaderItems caps;
  for (const auto& [name, value] : pmu.caps) caps.emplace_back(name, value);
  return {{"pmu", pmu.pmu}, {"caps", std::move(caps)}};
}

void add_who_and_where(const Features& features, HeaderItems& out) {
  const auto text = [&](const char* name, unsigned feature, const std::string& value) {
    if (features.has(feature)) out.emplace_back(name, value);
  };
  text("hostname", file::feature_hostname, features.hostname);
  text("osrelease", file::feature_osrelease, features.osrelease);
  text("version", file::feature_version, features.version);
  text("arch", file::feature_arch, features.arch);
  text("cpudesc", file::feature_cpudesc, features.cpudesc);
  text("cpuid", file::feature_cpuid, features.cpuid);
  if (features.has(file::feature_nrcpus)) {
    out.emplace_back("nrcpus_online", number(features.nr_cpus_online));
    out.emplace_back("nrcpus_available", number(features.nr_cpus_available));
  }
  if (features.has(file::feature_total_mem)) {
    out.emplace_back("total_mem_kib", features.total_mem_kib);
  }
  if (features.has(file::feature_e_machine)) {
    out.emplace_back("e_machine", number(features.e_machine));
  }
  if (!features.cmdline.empty()) out.emplace_back("cmdline", features.cmdline);
}

void add_machine(const Features& features, HeaderItems& out) {
  if (features.cpu_topology) out.emplace_back("cpu_topology", items(*features.cpu_topology));
  if (features.has(file::feature_numa_topology)) {
    out.emplace_back("numa_topology", rows(features.numa, [](const file::NumaNode& node) {
                       return HeaderItems{{"node", number(node.node)},
                                          {"total_kib", node.total_kib},
                                          {"free_kib", node.free_kib},
                                          {"cpus", node.cpus}};
                     }));
  }
  if (features.has(file::feature_cache)) {
    out.emplace_back("caches",
                     rows(features.caches, [](const auto& cache) { return items(cache); }));
  }
  if (features.has(file::feature_mem_topology)) {
    out.emplace_back("memory_block_size", features.memory_block_size);
    out.emplace_back(
        "memory_nodes", rows(features.memory_nodes, [](const file::MemoryNode& node) {
          return HeaderItems{{"node", node.node}, {"blocks", node.blocks}, {"bitmap", node.bitmap}};
        }));
  }
  if (const auto& info = features.domain_info) {
    out.emplace_back(
        "cpu_domain_info",
        HeaderItems{{"schedstat_version", number(info->schedstat_version)},
                    {"max_sched_domains", number(info->max_domains)},
                    {"cpus", rows(info->cpus, [](const auto& cpu) { return items(cpu); })}});
  }
  const auto pair_rows = [](const auto& list, const char* first, const char* second) {
    return rows(list, [&](const auto& pair) {
      return HeaderItems{{first, pair.first}, {second, pair.second}};
    });
  };
  if (features.has(file::feature_hybrid_topology)) {
    out.emplace_back("hybrid_topology", pair_rows(features.hybrid, "pmu", "cpus"));
  }
  if (features.has(file::feature_pmu_mappings)) {
    out.emplace_back("pmu_mappings", rows(features.pmu_mappings, [](const auto& pmu) {
                       return HeaderItems{{"type", number(pmu.first)}, {"name", pmu.second}};
                     }));
  }
  if (features.has(file::feature_cpu_pmu_caps) || features.has(file::feature_pmu_caps)) {
    out.emplace_back("pmu_caps",
                     rows(features.pmu_caps, [](const auto& pmu) { return items(pmu); }));
  }
}

void add_events(const Features& features, HeaderItems& out) {
  if (features.has(file::feature_event_desc)) {
    out.emplace_back("events", rows(features.events, [](const file::EventDescription& event) {
                       return HeaderItems{{"name", event.name}, {"ids", event.ids}};
                     }));
  }
  if (features.has(file::feature_group_desc)) {
    out.emplace_back("groups", rows(features.groups, [](const file::GroupDescription& group) {
                       return HeaderItems{{"name", group.name},
                                          {"leader", number(group.leader)},
                                          {"members", number(group.members)}};
                     }));
  }
}

void add_contents(const Features& features, HeaderItems& out) {
  if (features.sample_time) {
    out.emplace_back("first_sample_time", features.sample_time->first);
    out.emplace_back("last_sample_time", features.sample_time->second);
  }
  if (features.has(file::feature_build_id)) {
    out.emplace_back("build_ids",
                     rows(features.build_ids, [](const auto& entry) { return items(entry); }));
  }
  if (features.has(file::feature_clockid)) {
    out.emplace_back("clockid_resolution", features.clockid_resolution);
  }
  if (const auto& clock = features.clock_data) {
    out.emplace_back("clock_data", HeaderItems{{"clockid", number(clock->clockid)},
                                               {"wall_ns", clock->wall_ns},
                                               {"clock_ns", clock->clock_ns}});
  }
  if (features.has(file::feature_dir_format)) out.emplace_back("dir_format", features.dir_format);
  if (const auto& compression = features.compression) {
    out.emplace_back("compressed", HeaderItems{{"type", number(compression->type)},
                                               {"level", number(compression->level)},
                                               {"ratio", number(compression->ratio)},
                                               {"mmap_len", number(compression->mmap_len)}});
  }
  if (features.has(file::feature_bpf_prog_info)) {
    out.emplace_back("bpf_programs", rows(features.bpf_programs,
                                          [](const auto& program) { return items(program); }));
  }
  if (features.has(file::feature_bpf_btf)) {
    out.emplace_back("bpf_btf",
                     std::vector<std::uint64_t>(features.bpf_btf.begin(), features.bpf_btf.end()));
  }
}

}  // namespace

HeaderItems header_items(const Features& features) {
  HeaderItems out{{"features", names_of(features)}};
  add_who_and_where(features, out);
  add_machine(features, out);
  add_events(features, out);
  add_contents(features, out);
  return out;
}

}  // namespace perf::api
