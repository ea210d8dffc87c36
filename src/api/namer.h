// What addresses are called, each looked up once. For one thread; its answers are the world's and
// live as long as that. SWIG does not read this header.
#pragma once

#include <vector>

#include "api/world.h"
#include "base/flat_map.h"

namespace perf::api {

class Namer {
 public:
  explicit Namer(const World& world) : world_(world) {}

  const Named& name(std::uint32_t space, unsigned cpumode, base::Address ip, base::OrderKey when);
  void prefetch(std::uint32_t space, unsigned cpumode, base::Address ip) const {
    spots_.prefetch(key_of(space, cpumode, ip));
  }
  // The thread as it was then. Answers of late are kept.
  machine::TaskAt task(std::uint32_t pid, std::uint32_t tid, base::OrderKey when);

 private:
  // Numbers, of what a name is and of when it holds: there are very many.
  struct Spot {
    std::uint32_t named = 0, window = 0;
  };
  struct RecentTask {
    std::uint32_t pid = 0, tid = 0;
    std::uint64_t changes = 0;  // of the world, when this was right
    machine::TaskAt task;
  };

  [[nodiscard]] machine::Place find(std::uint32_t space, unsigned cpumode, base::Address ip,
                                    base::OrderKey when) const;
  void keep_up();
  static std::uint64_t key_of(std::uint32_t space, unsigned cpumode, base::Address ip);
  std::uint32_t number_of(const Named& named);
  std::uint32_t number_of(const machine::Window& window);

  const World& world_;
  std::uint64_t changes_ = 0;  // of the world, when these were right:
  base::FlatMap<Spot> spots_;
  std::vector<const Named*> named_;
  base::FlatMap<std::uint32_t> named_numbers_;
  std::vector<machine::Window> windows_;
  base::FlatMap<std::uint32_t> window_numbers_;
  std::vector<RecentTask> tasks_;  // by hash; a later answer takes an earlier one's place
};

}  // namespace perf::api
