#include "text/header_text.h"

#include <algorithm>
#include <bit>
#include <ctime>

#include "text/escape.h"

namespace perf::text {
namespace {

using file::Features;

void line(Output& out, std::string_view name, std::string_view value) {
  out << "# " << name << " : " << escaped(value) << "\n";
}

std::string seconds(std::uint64_t ns) {
  char text[40];
  std::snprintf(text, sizeof text, "%llu.%06llu",
                static_cast<unsigned long long>(ns / 1'000'000'000),
                static_cast<unsigned long long>(ns / 1000 % 1'000'000));
  return text;
}

void write_cmdline(Output& out, const Features& features) {
  out << "# cmdline : ";
  for (const std::string& word : features.cmdline) {
    for (const char c : escaped(word)) {
      if (c == '\'')
        out << "\\'";
      else
        out << c;
    }
    out << ' ';
  }
  out << '\n';
}

void write_events(Output& out, const Features& features) {
  for (const file::EventDescription& event : features.events) {
    out << "# event : name = " << escaped(event.name) << ", ";
    if (!event.ids.empty()) {
      out << ", id = {";
      const char* comma = "";
      for (const std::uint64_t id : event.ids) {
        out << comma << " " << std::to_string(id);
        comma = ",";
      }
      out << " }";
    }
    out << attr_text(event.attr, escaped(event.name), features) << "\n";
  }
}

void write_cpu_topology(Output& out, const file::CpuTopology& topology) {
  for (const std::string& list : topology.cores)
    out << "# sibling sockets : " << escaped(list) << "\n";
  for (const std::string& list : topology.dies)
    out << "# sibling dies    : " << escaped(list) << "\n";
  for (const std::string& list : topology.threads)
    out << "# sibling threads : " << escaped(list) << "\n";
  const bool dies = !topology.dies.empty();
  if (topology.cpus.empty()) {
    out << (dies ? "# Core ID, Die ID and Socket ID information is not available\n"
                 : "# Core ID and Socket ID information is not available\n");
  }
  for (std::size_t cpu = 0; cpu < topology.cpus.size(); ++cpu) {
    const file::CpuPlace& place = topology.cpus[cpu];
    out.print("# CPU %zu: Core ID %u, ", cpu, place.core);
    if (dies) out.print("Die ID %u, ", place.die);
    out.print("Socket ID %u\n", place.socket);
  }
}

void write_numa(Output& out, const Features& features) {
  for (const file::NumaNode& node : features.numa) {
    out.print("# node%u meminfo  : total = %llu kB, free = %llu kB\n", node.node,
              static_cast<unsigned long long>(node.total_kib),
              static_cast<unsigned long long>(node.free_kib));
    out.print("# node%u cpu list : ", node.node);
    out << escaped(node.cpus) << "\n";
  }
}

void write_caches(Output& out, const Features& features) {
  out << "# CPU cache info:\n";
  for (const file::CacheLevel& cache : features.caches) {
    out.print("#  L%u %-15s %8s [%s]\n", cache.level, escaped(cache.type).c_str(),
              escaped(cache.size).c_str(), escaped(cache.map).c_str());
  }
}

// "0-23,32-199": the set bits.
std::string bit_ranges(const std::vector<std::uint64_t>& words) {
  std::string text;
  const std::size_t count = words.size() * 64;
  const auto set = [&](std::size_t bit) { return (words[bit / 64] >> (bit % 64) & 1U) != 0; };
  for (std::size_t bit = 0; bit < count; ++bit) {
    if (!set(bit)) continue;
    std::size_t last = bit;
    while (last + 1 < count && set(last + 1)) ++last;
    if (!text.empty()) text += ',';
    text += std::to_string(bit);
    if (last != bit) text += '-' + std::to_string(last);
    bit = last;
  }
  return text;
}

std::string size_text(std::uint64_t size) {
  constexpr std::string_view units = "BKMG";
  std::size_t unit = 0;
  while (size / 1024 > 1 && unit + 1 < units.size()) {
    size /= 1024;
    ++unit;
  }
  return std::to_string(size) + units[unit];
}

void write_memory(Output& out, const Features& features) {
  out.print("# memory nodes (nr %zu, block size 0x%llx):\n", features.memory_nodes.size(),
            static_cast<unsigned long long>(features.memory_block_size));
  for (const file::MemoryNode& node : features.memory_nodes) {
    std::uint64_t blocks = 0;
    for (const std::uint64_t word : node.bitmap)
      blocks += static_cast<unsigned>(std::popcount(word));
    out.print("#  %3llu [%s]: ", static_cast<unsigned long long>(node.node),
              size_text(blocks * features.memory_block_size).c_str());
    out << bit_ranges(node.bitmap) << "\n";
  }
}

void write_pmu_mappings(Output& out, const Features& features) {
  if (features.pmu_mappings.empty()) {
    out << "# pmu mappings: not available\n";
    return;
  }
  const char* before = "# pmu mappings: ";
  for (const auto& [type, name] : features.pmu_mappings) {
    out << before << escaped(name) << " = " << std::to_string(type);
    before = ", ";
  }
  out << "\n";
}

void write_groups(Output& out, const event::EventSet& events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    const event::Event& leader = events.at(i);
    if (leader.leader != i || leader.members < 2) continue;
    out << "# group: " << escaped(leader.group_name) << "{";
    for (std::size_t member = i; member < i + leader.members; ++member) {
      out << (member == i ? "" : ",") << escaped(events.at(member).name);
    }
    out << "}\n";
  }
}

void write_sample_time(Output& out, const Features& features) {
  const auto [first, last] = *features.sample_time;
  out << "# time of first sample : " << seconds(first) << "\n";
  out << "# time of last sample : " << seconds(last) << "\n";
  out.print("# sample duration : %10.3f ms\n", double(last - first) / 1e6);
}

void write_caps(Output& out, const Features& features, bool cpu_only) {
  for (const file::PmuCaps& caps : features.pmu_caps) {
    if (cpu_only != caps.pmu.empty()) continue;
    out << "# " << (cpu_only ? "cpu" : escaped(caps.pmu)) << " pmu capabilities: ";
    if (caps.caps.empty()) out << "not available";
    const char* comma = "";
    for (const auto& [name, value] : caps.caps) {
      out << comma << escaped(name) << "=" << escaped(value);
      comma = ", ";
    }
    out << "\n";
  }
}

void write_clock(Output& out, const file::ClockData& clock) {
  const auto tod = static_cast<std::time_t>(clock.wall_ns / 1'000'000'000);
  std::tm local{};
  ::localtime_r(&tod, &local);
  char date[64];
  std::strftime(date, sizeof date, "%F %T", &local);
  const char* name = clock.clockid == CLOCK_MONOTONIC       ? "monotonic"
                     : clock.clockid == CLOCK_MONOTONIC_RAW ? "monotonic_raw"
                     : clock.clockid == CLOCK_REALTIME      ? "realtime"
                     : clock.clockid == CLOCK_BOOTTIME      ? "boottime"
                     : clock.clockid == CLOCK_TAI           ? "tai"
                                                            : "(not found)";
  out.print("# clockid: %s (%u)\n", name, clock.clockid);
  out.print("# reference time: %s.%06llu = %s (TOD) = %llu.%09llu (%s)\n", date,
            static_cast<unsigned long long>(clock.wall_ns / 1000 % 1'000'000),
            seconds(clock.wall_ns).c_str(),
            static_cast<unsigned long long>(clock.clock_ns / 1'000'000'000),
            static_cast<unsigned long long>(clock.clock_ns % 1'000'000'000), name);
}

void write_bpf_programs(Output& out, const Features& features) {
  const auto function = [&](const file::BpfProgram& program, const file::BpfFunction& of) {
    out << escaped(file::bpf_symbol(program, of));
    out.print(" addr 0x%llx size %u\n", static_cast<unsigned long long>(of.address), of.size);
  };
  for (const file::BpfProgram& program : features.bpf_programs) {
    const auto& functions = program.functions;
    if (functions.empty()) continue;
    out.print("# bpf_prog_info %u:%s", program.id, functions.size() == 1 ? " " : "\n");
    for (std::size_t i = 0; i < functions.size(); ++i) {
      if (functions.size() != 1) out.print("# \tsub_prog %zu: ", i);
      function(program, functions[i]);
    }
  }
}

// AMD's core PMU knows no precise events; perf says where they are.
bool has_ibs_for_precise(const Features& features) {
  const auto named = [](const auto& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(), [&](const auto& of) { return of.second == name; });
  };
  if (features.arch != "x86_64" || !named(features.pmu_mappings, "ibs_op")) return false;
  return std::any_of(features.pmu_caps.begin(), features.pmu_caps.end(), [](const auto& caps) {
    if (!caps.pmu.empty() && caps.pmu != "cpu") return false;
    return std::any_of(caps.caps.begin(), caps.caps.end(), [](const auto& cap) {
      return cap.first == "max_precise" && cap.second == "0";
    });
  });
}

void write_compression(Output& out, const file::Compression& compression) {
  out.print("# compressed : %s, level = %u, ratio = %u\n",
            compression.type == 1 ? "Zstd" : "Unknown", compression.level, compression.ratio);
}

// One feature's lines; `false` when perf keeps it back without -I.
bool write_feature(Output& out, const file::Recording& recording, unsigned number, bool full) {
  const Features& features = recording.features();
  switch (number) {
    case file::feature_hostname:
      line(out, "hostname", features.hostname);
      break;
    case file::feature_osrelease:
      line(out, "os release", features.osrelease);
      break;
    case file::feature_version:
      line(out, "perf version", features.version);
      break;
    case file::feature_arch:
      line(out, "arch", features.arch);
      break;
    case file::feature_nrcpus:
      out.print("# nrcpus online : %u\n# nrcpus avail : %u\n", features.nr_cpus_online,
                features.nr_cpus_available);
      break;
    case file::feature_cpudesc:
      line(out, "cpudesc", features.cpudesc);
      break;
    case file::feature_cpuid:
      line(out, "cpuid", features.cpuid);
      break;
    case file::feature_total_mem:
      out.print("# total memory : %llu kB\n",
                static_cast<unsigned long long>(features.total_mem_kib));
      break;
    case file::feature_cmdline:
      write_cmdline(out, features);
      break;
    case file::feature_event_desc:
      write_events(out, features);
      break;
    case file::feature_cpu_topology:
      if (!full) return false;
      if (features.cpu_topology) write_cpu_topology(out, *features.cpu_topology);
      break;
    case file::feature_numa_topology:
      if (!full) return false;
      write_numa(out, features);
      break;
    case file::feature_branch_stack:
      out << "# contains samples with branch stack\n";
      break;
    case file::feature_pmu_mappings:
      write_pmu_mappings(out, features);
      break;
    case file::feature_group_desc:
      write_groups(out, recording.events());
      break;
    case file::feature_auxtrace:
      out << "# contains AUX area data (e.g. instruction trace)\n";
      break;
    case file::feature_stat:
      out << "# contains stat data\n";
      break;
    case file::feature_cache:
      if (!full) return false;
      write_caches(out, features);
      break;
    case file::feature_sample_time:
      if (features.sample_time) write_sample_time(out, features);
      break;
    case file::feature_mem_topology:
      if (!full) return false;
      write_memory(out, features);
      break;
    case file::feature_clockid:
      out << "# clockid frequency: " << std::to_string(features.clockid_resolution * 1000)
          << " MHz\n";
      break;
    case file::feature_dir_format:
      out << "# directory data version : " << std::to_string(features.dir_format) << "\n";
      break;
    case file::feature_compressed:
      if (features.compression) write_compression(out, *features.compression);
      break;
    case file::feature_cpu_pmu_caps:
      write_caps(out, features, true);
      break;
    case file::feature_clock_data:
      if (features.clock_data) write_clock(out, *features.clock_data);
      break;
    case file::feature_hybrid_topology:
      out << "# hybrid cpu system:\n";
      for (const auto& [pmu, cpus] : features.hybrid) {
        out << "# " << escaped(pmu) << " cpu list : " << escaped(cpus) << "\n";
      }
      break;
    case file::feature_pmu_caps:
      write_caps(out, features, false);
      if (has_ibs_for_precise(features)) {
        out << "# AMD systems uses ibs_op// PMU for some precise events, e.g.: cycles:p, see the "
               "'perf list' man page for further details.\n";
      }
      break;
    case file::feature_bpf_prog_info:
      write_bpf_programs(out, features);
      break;
    case file::feature_bpf_btf:
      for (const std::uint32_t id : features.bpf_btf) out.print("# btf info of id %u\n", id);
      break;
    default:
      break;
  }
  return true;
}

}  // namespace

void write_header(Output& out, const file::Recording& recording, bool full) {
  const auto captured = static_cast<std::time_t>(recording.file().modified_seconds());
  char date[64] = "";
  ::ctime_r(&captured, date);
  const file::Header& header = recording.header();
  const file::Section data = header.pipe ? file::Section{} : header.data;
  out << "# ========\n# captured on    : " << date;
  out.print("# header version : %d\n# data offset    : %llu\n# data size      : %llu\n",
            header.first_version ? 0 : 1, static_cast<unsigned long long>(data.offset),
            static_cast<unsigned long long>(data.size));
  out << "# feat offset    : " << std::to_string(data.end()) << "\n";
  constexpr std::string_view end = "# ========\n#\n";
  if (header.pipe) out << end;  // what the records tell follows
  const Features& features = recording.features();
  for (const unsigned number : features.present) {
    if (write_feature(out, recording, number, full)) continue;
    out << "# " << file::feature_name(number) << " info available, use -I to display\n";
  }
  if (header.pipe) return;
  out << "# missing features: ";
  for (unsigned number = 1; number <= file::feature_pmu_caps; ++number) {
    if (!features.has(number)) out << file::feature_name(number) << " ";
  }
  out << "\n" << end;
}

}  // namespace perf::text
