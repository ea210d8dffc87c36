// What events, evsels and callchains resolve against: the events of a recording and its sealed
// sealed machine, or those that are counted and a machine that grows. Shared by everything that
// came out of a session, so that nothing outlives it; it holds no file. SWIG does not read this
// header.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "event/event_set.h"
#include "event/trace_format.h"
#include "machine/machine.h"
#include "samples/deferred_chains.h"
#include "samples/guests.h"

namespace perf::live {
class Evsel;
}
namespace perf::session {
class LiveMachine;
}

namespace perf::api {

class Namer;

// What an address is called.
struct Named {
  const machine::KnownObject* object = nullptr;  // nullptr: nothing was mapped there
  std::optional<symbols::Symbol> symbol;
  std::string name;          // the symbol's, demangled
  std::uint64_t number = 0;  // the name's, in the whole process
};

// Aligned so that no line of the cache holds what reading threads look at and the count of owners,
// which every event that comes and goes changes.
class alignas(64) World {
 public:
  World(event::EventSet events, std::shared_ptr<const machine::Machine> machine,
        std::shared_ptr<const samples::DeferredChains> deferred,
        std::shared_ptr<const samples::Guests> guests, event::TracingData tracing,
        unsigned elf_machine);
  // Of what is being counted.
  World(event::EventSet events, std::vector<std::shared_ptr<live::Evsel>> counting,
        const std::shared_ptr<session::LiveMachine>& machine, event::TracingData tracing,
        unsigned elf_machine);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] const event::EventSet& events() const { return events_; }
  // The event as it is counted; nullptr for one of a recording.
  [[nodiscard]] std::shared_ptr<live::Evsel> counting(std::size_t event) const {
    return event < counting_.size() ? counting_[event] : nullptr;
  }
  // While it is asked, reading() is held: it may be growing.
  [[nodiscard]] const machine::Machine& machine() const { return *machine_; }
  [[nodiscard]] std::shared_lock<std::shared_mutex> reading() const {
    return gate_ ? std::shared_lock(*gate_) : std::shared_lock<std::shared_mutex>();
  }
  // Differs whenever what the machine answered before may be wrong now.
  [[nodiscard]] std::uint64_t changes() const { return changes_ ? changes_->load() : 0; }
  [[nodiscard]] const samples::DeferredChains& deferred() const { return *deferred_; }
  [[nodiscard]] const samples::Guests& guests() const { return *guests_; }
  [[nodiscard]] unsigned elf_machine() const { return elf_machine_; }  // 0: unknown
  // The format of a tracepoint's raw data; nullptr for other events and unknown formats.
  [[nodiscard]] const event::TraceFormat* format(std::uint32_t event) const;

  // What lies at a place; the world keeps it. From any thread.
  [[nodiscard]] const Named& named(const machine::Place& place) const;
  // The perf maps in which it did.
  [[nodiscard]] std::vector<std::uint32_t> maps() const;

  // For whoever asks about one event; not locked, as the interpreter's lock is.
  [[nodiscard]] Namer& namer() const { return *namer_; }

  // Whether anyone asked for a name yet: then the next ones are looked up ahead.
  [[nodiscard]] bool names_wanted() const { return names_wanted_.load(std::memory_order_relaxed); }
  void want_names() const {
    if (!names_wanted()) names_wanted_.store(true, std::memory_order_relaxed);
  }

 private:
  [[nodiscard]] const machine::KnownObject& known(std::uint32_t object) const;

  event::EventSet events_;
  std::vector<std::shared_ptr<live::Evsel>> counting_;
  std::shared_ptr<const machine::Machine> machine_;
  std::shared_ptr<std::shared_mutex> gate_;
  std::shared_ptr<const std::atomic<std::uint64_t>> changes_;
  std::shared_ptr<const samples::DeferredChains> deferred_;
  std::shared_ptr<const samples::Guests> guests_;
  event::TracingData tracing_;
  unsigned elf_machine_;
  mutable std::atomic<bool> names_wanted_{false};
  std::unique_ptr<Namer> namer_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::uint64_t, Named> named_;  // by object and symbol
  mutable std::vector<std::uint32_t> maps_;
};

using SharedWorld = std::shared_ptr<const World>;

}  // namespace perf::api
