// The machine that runs here and now: it grows with the records that are read, and may be asked
// meanwhile by whoever holds its gate. It reads no buffers.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "event/event_set.h"
#include "machine/machine.h"
#include "session/search_options.h"

namespace perf::session {

class LiveMachine {
 public:
  explicit LiveMachine(const SymbolChoices& choices);

  // Whether apply() has anything to do with records of a type.
  static bool concerns(std::uint32_t type);
  // Records in the order in which they come; unique() is held meanwhile, and seal() ends it.
  void apply(const records::RawRecord& record, const event::EventSet& events);
  void seal() {
    machine_.seal();
    ++changes_;
  }
  // What ended before then is needed no more; unique() is held meanwhile.
  void forget(base::Time before) {
    machine_.forget({before, 0});
    ++changes_;
  }

  // The kernel, its modules and the processes that run; of one process alone if `pids` has any.
  // Takes the gate itself.
  void add_running(const event::EventSet& events, const std::vector<int>& pids);

  // Reads on in the perf maps among `objects`: what compiles at run time tells of it as it goes.
  // Takes out those of processes that ended. Whether any had grown; takes the gate itself.
  bool grow_maps(std::vector<std::uint32_t>& objects);

  [[nodiscard]] std::unique_lock<std::shared_mutex> unique() const {
    return std::unique_lock(*gate_);
  }
  [[nodiscard]] const std::shared_ptr<std::shared_mutex>& gate() const { return gate_; }
  [[nodiscard]] const machine::Machine& machine() const { return machine_; }
  // Differs whenever answers of before may be wrong now.
  [[nodiscard]] const std::atomic<std::uint64_t>& changes() const { return changes_; }

 private:
  machine::Machine machine_;
  std::shared_ptr<std::shared_mutex> gate_ = std::make_shared<std::shared_mutex>();
  std::atomic<std::uint64_t> changes_{0};
};

}  // namespace perf::session
