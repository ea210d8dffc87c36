#include "live/cgroups.h"

#include <fstream>
#include <sstream>

namespace perf::live {

std::string cgroup_root(const std::string& mounts) {
  std::ifstream in(mounts);
  std::string unified;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string device;
    std::string place;
    std::string kind;
    std::string options;
    words >> device >> place >> kind >> options;
    if (kind == "cgroup" && ("," + options + ",").find(",perf_event,") != std::string::npos) {
      return place;
    }
    if (kind == "cgroup2" && unified.empty()) unified = place;
  }
  return unified;
}

}  // namespace perf::live
