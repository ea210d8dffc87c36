#include "api/header.h"

namespace perf::api {
HeaderItems header_items(const file::Features& features) {
  HeaderItems items;
  const auto text = [&](const char* name, unsigned feature, const std::string& value) {
    if (features.has(feature)) items.emplace_back(name, value);
  };
  const auto number = [&](const char* name, unsigned feature, std::uint64_t value) {
    if (features.has(feature)) items.emplace_back(name, value);
  };
  text("hostname", file::feature_hostname, features.hostname);
  text("osrelease", file::feature_osrelease, features.osrelease);
  text("version", file::feature_version, features.version);
  text("arch", file::feature_arch, features.arch);
  number("nrcpus_online", file::feature_nrcpus, features.nr_cpus_online);
  number("nrcpus_available", file::feature_nrcpus, features.nr_cpus_available);
  text("cpudesc", file::feature_cpudesc, features.cpudesc);
  text("cpuid", file::feature_cpuid, features.cpuid);
  number("total_mem_kib", file::feature_total_mem, features.total_mem_kib);
  if (!features.cmdline.empty()) items.emplace_back("cmdline", features.cmdline);
  if (features.sample_time) {
    items.emplace_back("first_sample_time", features.sample_time->first);
    items.emplace_back("last_sample_time", features.sample_time->second);
  }
  return items;
}

}  // namespace perf::api
