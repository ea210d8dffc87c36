#include "session/search_options.h"

#include <sys/utsname.h>

#include <cstdlib>

#include "config/config.h"

namespace perf::session {
namespace {

std::string build_id_dir() {
  const config::Config config = config::Config::load();
  if (const auto dir = config.get("buildid.dir")) return *dir;
  const char* home = std::getenv("HOME");
  return home == nullptr ? std::string() : std::string(home) + "/.debug";
}

std::shared_ptr<symbols::SearchOptions> chosen(const SymbolChoices& choices) {
  auto options = std::make_shared<symbols::SearchOptions>();
  options->symfs = choices.symfs;
  options->kallsyms = choices.kallsyms;
  options->vmlinux = choices.vmlinux;
  options->extra_dirs = choices.extra_dirs;
  if (choices.symfs.empty()) options->build_id_dir = build_id_dir();
  return options;
}

}  // namespace

std::shared_ptr<const symbols::SearchOptions> search_options(const file::Recording& recording,
                                                             const SymbolChoices& choices) {
  auto options = chosen(choices);
  const file::Features& features = recording.features();
  options->release = features.osrelease;
  options->recorded_at = static_cast<std::uint64_t>(recording.file().modified_seconds());
  utsname host{};
  if (::uname(&host) != 0) return options;
  options->same_machine_type = features.arch.empty() || features.arch == host.machine;
  options->this_host = features.hostname == host.nodename && features.osrelease == host.release &&
                       features.arch == host.machine;
  return options;
}

std::shared_ptr<const symbols::SearchOptions> live_search_options(const SymbolChoices& choices) {
  auto options = chosen(choices);
  utsname host{};
  if (::uname(&host) == 0) options->release = host.release;
  options->same_machine_type = true;
  options->this_host = true;
  options->processes = "/proc";
  return options;
}

}  // namespace perf::session
