// A made-up machine for tests of event strings: units and tracepoints in files of its own.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "live/event_string.h"
#include "support/scratch.h"

namespace test {

class Machine {
 public:
  Machine() {
    unit("cpu", 4, {{"event", "config:0-7,32-35"}, {"umask", "config:8-15"}});
    format("cpu", "edge", "config:18");
    format("cpu", "ldlat", "config1:0-15");
    event("cpu", "cpu-cycles", "event=0x3c");
    event("cpu", "mem-loads", "event=0xcd,umask=0x1,ldlat=3");
    event("cpu", "per-domain", "event=0x1,umask=?");
    unit("power", 13, {{"event", "config:0-7"}});
    event("power", "energy-pkg", "event=0x02");
    files_.write("devices/power/events/energy-pkg.unit", "Joules\n");
    files_.write("devices/power/events/energy-pkg.scale", "2.5e-10\n");
    files_.write("devices/power/cpumask", "0\n");
    unit("software", 1, {});
    unit("uprobe", 8, {{"retprobe", "config:0"}, {"ref_ctr_offset", "config:32-63"}});
    unit("broken", 9, {{"event", "config:7-0"}, {"far", "config:60-70"}});
    unit("uncore_imc_0", 20, {{"event", "config:0-7"}});
    unit("uncore_imc_1", 21, {{"event", "config:0-7"}});
    unit("uncore_imc_free_running", 22, {{"event", "config:0-7"}});
    event("uncore_imc_1", "reads", "event=0x4");
    tracepoint("sched/sched_switch", 314);
    tracepoint("sched/sched_wakeup", 315);
    tracepoint("syscalls/sys_enter_open", 600);
    tracepoint("syscalls/sys_enter_openat", 601);
    tracepoint("syscalls/sys_exit_open", 602);
    tracepoint("probe/malloc", 900);
  }

  [[nodiscard]] perf::live::EventSources sources() const {
    return {perf::live::pmus(files_ / "devices"), files_.path()};
  }

 private:
  using Formats = std::vector<std::pair<const char*, const char*>>;

  void unit(const std::string& name, int type, const Formats& formats) const {
    files_.write("devices/" + name + "/type", std::to_string(type) + "\n");
    for (const auto& [term, bits] : formats) format(name, term, bits);
  }
  void format(const std::string& unit, const std::string& term, const std::string& bits) const {
    files_.write("devices/" + unit + "/format/" + term, bits + "\n");
  }
  void event(const std::string& unit, const std::string& name, const std::string& terms) const {
    files_.write("devices/" + unit + "/events/" + name, terms + "\n");
  }
  void tracepoint(const std::string& path, int id) const {
    files_.write("events/" + path + "/id", std::to_string(id) + "\n");
  }

  Scratch files_;
};

// What the text means on that machine.
inline perf::live::ParsedEvents parse(std::string_view text) {
  static const Machine machine;
  static const perf::live::EventSources sources = machine.sources();
  return perf::live::parse_events(text, sources);
}

inline std::vector<perf::live::ParsedEvent> events(std::string_view text) {
  perf::live::ParsedEvents parsed = parse(text);
  CHECK_MESSAGE(!parsed.error, text, ": ", parsed.error ? parsed.error->sentence : "");
  REQUIRE_FALSE(parsed.events.empty());
  return std::move(parsed.events);
}

inline perf::live::ParsedEvent one(std::string_view text) {
  const auto found = events(text);
  REQUIRE(found.size() == 1);
  return found.front();
}

inline perf::live::EventStringError error(std::string_view text) {
  const perf::live::ParsedEvents parsed = parse(text);
  REQUIRE_MESSAGE(parsed.error, text);
  CHECK(parsed.events.empty());
  return *parsed.error;
}

// "2: the sentence"
inline std::string failure(std::string_view text) {
  const perf::live::EventStringError found = error(text);
  return std::to_string(found.column) + ": " + found.sentence;
}

}  // namespace test
