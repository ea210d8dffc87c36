// What events, evsels and callchains resolve against: the events of a recording and its sealed
// machine. Shared by everything that came out of a session, so that nothing outlives it; it holds
// no file. SWIG does not read this header.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "event/event_set.h"
#include "event/trace_format.h"
#include "machine/machine.h"

namespace perf::api {

// Where an address lies and what is there.
struct Located {
  const machine::KnownObject* object = nullptr;  // nullptr: nothing was mapped there
  const machine::Mapping* mapping = nullptr;
  const symbols::Symbol* symbol = nullptr;
  const std::string* name = nullptr;  // the symbol's, demangled; the world keeps it
  base::Address address = 0;          // the ip in the object's own terms
  machine::Window window;             // when this holds
};

// What it remembers is not locked: one thread at a time may ask, as the interpreter's lock has it.
class World {
 public:
  World(event::EventSet events, std::shared_ptr<const machine::Machine> machine,
        event::TracingData tracing);

  [[nodiscard]] const event::EventSet& events() const { return events_; }
  [[nodiscard]] const machine::Machine& machine() const { return *machine_; }
  // The format of a tracepoint's raw data; nullptr for other events and unknown formats.
  [[nodiscard]] const event::TraceFormat* format(std::uint32_t event) const;

  [[nodiscard]] Located locate(std::uint32_t space, unsigned cpumode, base::Address ip,
                               base::OrderKey when) const;

  // The thread as it was then. Answers of late are kept, here and for addresses.
  [[nodiscard]] machine::TaskAt task(std::uint32_t pid, std::uint32_t tid,
                                     base::OrderKey when) const;

 private:
  struct RecentTask {
    std::uint32_t pid = 0, tid = 0;
    machine::TaskAt task;
  };
  struct RecentPlace {
    base::Address ip = 0;
    std::uint32_t space = 0;
    unsigned cpumode = 0;
    Located located;
  };

  [[nodiscard]] Located look_up(std::uint32_t space, unsigned cpumode, base::Address ip,
                                base::OrderKey when) const;
  const std::string& symbol_name(std::uint32_t object, std::uint32_t symbol) const;

  event::EventSet events_;
  std::shared_ptr<const machine::Machine> machine_;
  event::TracingData tracing_;
  mutable std::unordered_map<std::uint64_t, std::string> names_;
  mutable std::vector<RecentTask> tasks_;  // by hash; a later answer takes an earlier one's place
  mutable std::vector<RecentPlace> places_;
};

using SharedWorld = std::shared_ptr<const World>;

}  // namespace perf::api
