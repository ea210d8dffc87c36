#include <doctest/doctest.h>

#include "event/abi.h"
#include "live/event_string.h"
#include "live/nearest.h"
#include "support/scratch.h"

using namespace perf;
using namespace perf::live;

namespace {

// A machine with a core unit, a family of uncore units and some tracepoints.
struct Machine {
  test::Scratch folder;
  EventSources sources;

  Machine() {
    folder.write("pmu/cpu/type", "4\n");
    folder.write("pmu/cpu/format/event", "config:0-7,32-35\n");
    folder.write("pmu/cpu/format/umask", "config:8-15\n");
    folder.write("pmu/cpu/format/inv", "config:23\n");
    folder.write("pmu/cpu/format/ldlat", "config1:0-15\n");
    folder.write("pmu/cpu/events/slots", "event=0x0,umask=0x4\n");
    folder.write("pmu/cpu/events/domain", "event=0x1,umask=?\n");
    for (const char* unit : {"uncore_imc_0", "uncore_imc_1"}) {
      const std::string path = std::string("pmu/") + unit;
      folder.write(path + "/type", "20\n");
      folder.write(path + "/cpumask", "0\n");
      folder.write(path + "/format/event", "config:0-7\n");
    }
    folder.write("pmu/power/type", "30\n");
    folder.write("pmu/power/events/energy-pkg", "event=0x02\n");
    folder.write("pmu/power/events/energy-pkg.unit", "Joules\n");
    folder.write("pmu/power/events/energy-pkg.scale", "2.5e-10\n");
    folder.write("pmu/power/format/event", "config:0-7\n");
    int id = 100;
    for (const char* point :
         {"sched/sched_switch", "sched/sched_wakeup", "irq/irq_handler_entry"}) {
      folder.write(std::string("events/") + point + "/id", std::to_string(id++) + "\n");
    }
    sources = {pmus(folder / "pmu"), folder.path()};
  }

  [[nodiscard]] ParsedEvents parse(std::string_view text) const {
    return parse_events(text, sources);
  }
  [[nodiscard]] ParsedEvent one(std::string_view text) const {
    const ParsedEvents parsed = parse(text);
    INFO(std::string(text), parsed.error ? parsed.error->sentence : "");
    REQUIRE(parsed.events.size() == 1);
    return parsed.events.front();
  }
  [[nodiscard]] EventStringError error(std::string_view text) const {
    const ParsedEvents parsed = parse(text);
    REQUIRE(parsed.error.has_value());
    CHECK(parsed.events.empty());
    return *parsed.error;
  }
};

bool has(const ParsedEvent& event, event::Flag flag) {
  return event.event.attr.has(flag);
}

}  // namespace

TEST_CASE("events with a name of their own are found in every spelling") {
  const Machine machine;
  struct Expected {
    const char* text;
    std::uint32_t type;
    std::uint64_t config;
  };
  for (const Expected& expected :
       std::initializer_list<Expected>{{"cycles", 0, 0},
                                       {"cpu-cycles", 0, 0},
                                       {"Instructions", 0, 1},
                                       {"branch-instructions", 0, 4},
                                       {"cs", 1, 3},
                                       {"faults", 1, 2},
                                       {"migrations", 1, 4},
                                       {"L1-dcache-load-misses", 3, 0x10000},
                                       {"l1d-read-miss", 3, 0x10000},
                                       {"LLC-loads", 3, 2},
                                       {"dTLB-store-misses", 3, 0x10103},
                                       {"branch-load-misses", 3, 0x10005},
                                       {"node-prefetches", 3, 0x206},
                                       {"r1a8", 4, 0x1a8},
                                       {"r0x1A8", 4, 0x1a8},
                                       {"1:3", 1, 3},
                                       {"1:0x3", 1, 3}}) {
    const ParsedEvent event = machine.one(expected.text);
    CHECK_MESSAGE(event.event.attr.type == expected.type, expected.text);
    CHECK_MESSAGE(event.event.attr.config == expected.config, expected.text);
    CHECK(event.event.name == expected.text);
    CHECK(has(event, event::Flag::exclude_guest));
  }
}

TEST_CASE("modifiers choose modes, and no letter stands twice") {
  const Machine machine;
  const ParsedEvent user = machine.one("cycles:u");
  CHECK(has(user, event::Flag::exclude_kernel));
  CHECK(has(user, event::Flag::exclude_hv));
  CHECK(!has(user, event::Flag::exclude_user));
  CHECK(user.event.name == "cycles:u");
  const ParsedEvent kernel = machine.one("cs:kppp");
  CHECK(has(kernel, event::Flag::exclude_user));
  CHECK(!has(kernel, event::Flag::exclude_guest));
  CHECK(kernel.event.attr.precise_ip() == 3);
  CHECK(has(machine.one("cycles:G"), event::Flag::exclude_host));
  CHECK(has(machine.one("cycles:D"), event::Flag::pinned));
  CHECK(has(machine.one("cycles:e"), event::Flag::exclusive));
  CHECK(machine.error("cycles:q").column == 7);
  CHECK(machine.error("cycles:uku").column == 7);
  CHECK(machine.error("cycles:pppp").column == 10);
  CHECK(machine.error("cycles:").column == 7);
}

TEST_CASE("a unit's terms go into the bits that sysfs names") {
  const Machine machine;
  const ParsedEvent event = machine.one("cpu/event=0x1ff,umask=0x10,inv,name=mine/u");
  CHECK(event.event.attr.type == 4);
  CHECK(event.event.attr.config == (0xffULL | 1ULL << 32 | 0x10 << 8 | 1 << 23));
  CHECK(event.event.name == "mine");
  CHECK(has(event, event::Flag::exclude_kernel));
  CHECK(machine.one("cpu/slots/").event.attr.config == 0x400);
  CHECK(machine.one("slots").event.attr.config == 0x400);
  CHECK(machine.one("CPU/ldlat=30,event=1/").event.attr.config1 == 30);
  CHECK(machine.one("cpu/domain,umask=3/").event.attr.config == 0x301);
  CHECK(machine.one("cpu/r1a8/").event.attr.config == 0x1a8);
  const ParsedEvent energy = machine.one("power/energy-pkg/");
  CHECK(energy.event.unit == "Joules");
  CHECK(energy.event.scale == doctest::Approx(2.5e-10));
  CHECK(machine.error("cpu/event=0x1000/").sentence.find("does not fit") != std::string::npos);
  CHECK(machine.error("cpu/domain/").sentence.find("umask=") != std::string::npos);
  const EventStringError unknown = machine.error("cpu/evnt=1/");
  CHECK(unknown.column == 4);
  CHECK(unknown.sentence.find("did you mean 'event'?") != std::string::npos);
  CHECK(machine.error("cpi/event=1/").sentence.find("did you mean 'cpu'?") != std::string::npos);
}

TEST_CASE("a family of units, or a pattern, stands for each of them") {
  const Machine machine;
  for (const char* text : {"uncore_imc/event=1/", "uncore_*/event=1/"}) {
    const ParsedEvents parsed = machine.parse(text);
    REQUIRE(parsed.events.size() == 2);
    CHECK(parsed.events[1].event.name == "uncore_imc_1/event=1/");
    CHECK(parsed.events[1].cpus == "0");
  }
}

TEST_CASE("tracepoints are found by name and by pattern") {
  const Machine machine;
  const ParsedEvent event = machine.one("sched:sched_switch:k");
  CHECK(event.event.attr.type == event::type_tracepoint);
  CHECK(event.event.attr.config == 100);
  CHECK(event.event.attr.sample_period == 1);
  CHECK((event.event.attr.sample_type & event::sample_raw) != 0);
  CHECK(event.event.name == "sched:sched_switch");
  CHECK(machine.parse("sched:*").events.size() == 2);
  CHECK(machine.parse("*:*_entry").events.front().event.name == "irq:irq_handler_entry");
  CHECK(machine.one("sched:sched_switch/max-stack=5/").settings.max_stack == 5);
  CHECK(machine.error("sched:sched_swich").sentence.find("'sched:sched_switch'") !=
        std::string::npos);
  CHECK(machine.error("foo:*").sentence.find("no tracepoint fits") != std::string::npos);
  const auto hidden = parse_events("sched:sched_switch", {machine.sources.pmus, ""});
  REQUIRE(hidden.error.has_value());
  CHECK(hidden.error->sentence.find("/sys/kernel/tracing") != std::string::npos);
}

TEST_CASE("breakpoints have an address, a length and an access") {
  const Machine machine;
  const event::Attr plain = machine.one("mem:0x1000").event.attr;
  CHECK(plain.type == event::type_breakpoint);
  CHECK(plain.config1 == 0x1000);
  CHECK(plain.config2 == 4);
  CHECK(plain.bp_type == 3);
  CHECK(machine.one("mem:4096:x").event.attr.config2 == sizeof(long));
  const ParsedEvent full = machine.one("mem:0x1000/8:w:u");
  CHECK(full.event.attr.config2 == 8);
  CHECK(full.event.attr.bp_type == 2);
  CHECK(has(full, event::Flag::exclude_kernel));
  CHECK(machine.error("mem:0x1000/3").column == 11);
  CHECK(machine.error("mem:here").column == 4);
}

TEST_CASE("groups have a leader, modifiers and maybe a name") {
  const Machine machine;
  const ParsedEvents parsed = machine.parse("cs, best:{cycles , instructions:k}:Su,faults");
  REQUIRE(parsed.events.size() == 4);
  CHECK(parsed.events[1].event.leader == 1);
  CHECK(parsed.events[2].event.leader == 1);
  CHECK(parsed.events[1].event.members == 2);
  CHECK(parsed.events[1].event.group_name == "best");
  CHECK(parsed.events[2].sample_group);
  CHECK(parsed.events[3].event.leader == 3);
  CHECK(machine.parse("{cs,faults}:W").events[0].weak_group);
  CHECK(machine.error("{cs,faults").column == 0);
  CHECK(machine.error("{cs,{faults}}").sentence.find("in another") != std::string::npos);
}

TEST_CASE("settings of a recording are read, and contradictions told") {
  const Machine machine;
  const EventSettings settings =
      machine.one("cycles/freq=99,call-graph=dwarf,stack-size=4096,no-inherit,time=0/u").settings;
  CHECK(settings.frequency == 99);
  CHECK(settings.call_graph == CallGraph::dwarf);
  CHECK(settings.stack_size == 4096);
  CHECK(settings.inherit == false);
  CHECK(settings.time == false);
  CHECK(machine.one("cpu-clock/name='a, b'/").event.name == "a, b");
  CHECK(machine.error("cycles/freq=9,period=9/").column == 14);
  CHECK(machine.error("cycles/stack-size=9/").column == 7);
  CHECK(machine.error("cycles/call-graph=no-such/").sentence.find("fp, dwarf") !=
        std::string::npos);
}

TEST_CASE("what is no event is told, with its place and the nearest that is one") {
  const Machine machine;
  const EventStringError error = machine.error("cs, cycels");
  CHECK(error.column == 4);
  CHECK(error.sentence == "'cycels' is no event; did you mean 'cycles'?");
  CHECK(machine.error("").column == 0);
  CHECK(machine.error("cs,").column == 3);
  CHECK(machine.error("cs,,faults").column == 3);
  CHECK(machine.error("cpu/event=1").column == 3);
  CHECK(nearest("instrutions", {"cycles", "instructions"}) == "instructions");
  CHECK(nearest("xyz", {"cycles", "instructions"}).empty());
}

TEST_CASE("no part and no change of a text does harm") {
  const Machine machine;
  const std::string letters = std::string(",:/{}='*?[ x0r-") + '\0';
  for (const std::string whole :
       {"cs,best:{cycles,cpu/event=1,name='a b'/u}:S", "mem:0x1000/8:rw:u,sched:*,r1a8:u",
        "uncore_imc/event=1/,cycles/freq=99,call-graph=fp/pp,1:3:k", "cpu/domain,umask=3/"}) {
    const auto check = [&](const std::string& text) {
      const ParsedEvents parsed = machine.parse(text);
      CHECK(parsed.events.empty() == parsed.error.has_value());
      if (parsed.error) CHECK(parsed.error->column <= text.size());
    };
    for (std::size_t at = 0; at <= whole.size(); ++at) {
      check(whole.substr(0, at));
      check(whole.substr(at));
      for (const char letter : letters) {
        std::string changed = whole;
        changed.insert(at, 1, letter);
        check(changed);
        if (at == whole.size()) continue;
        changed = whole;
        changed[at] = letter;
        check(changed);
      }
    }
  }
}
