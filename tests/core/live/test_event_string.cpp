#include <doctest/doctest.h>

#include "event/abi.h"
#include "live/support.h"

using namespace perf;
using namespace perf::live;
using event::Flag;
using test::events;
using test::one;

namespace {

using Code = std::pair<std::uint32_t, std::uint64_t>;

Code code(std::string_view text) {
  const event::Attr attr = one(text).event.attr;
  return {attr.type, attr.config};
}

std::vector<std::string> names(std::string_view text) {
  std::vector<std::string> found;
  for (const ParsedEvent& parsed : events(text)) found.push_back(parsed.event.name);
  return found;
}

// The flags that are set, as perf evlist -v spells them, "!" for exclude_: "!k !h" ….
std::string flags(const ParsedEvent& parsed) {
  const event::Attr& attr = parsed.event.attr;
  constexpr std::pair<Flag, const char*> spelled[]{
      {Flag::pinned, "D"},          {Flag::exclusive, "e"},     {Flag::exclude_user, "!u"},
      {Flag::exclude_kernel, "!k"}, {Flag::exclude_hv, "!h"},   {Flag::exclude_idle, "!I"},
      {Flag::exclude_host, "!H"},   {Flag::exclude_guest, "!G"}};
  std::string text(attr.precise_ip(), 'p');
  for (const auto& [flag, letters] : spelled) text += attr.has(flag) ? letters : "";
  return text;
}

std::string flags(std::string_view text) {
  std::string all;
  for (const ParsedEvent& parsed : events(text)) all += flags(parsed) + " ";
  all.pop_back();
  return all;
}

}  // namespace

TEST_CASE("events of the hardware and of the kernel have names, in either case") {
  CHECK(code("cycles") == Code{event::type_hardware, 0});
  CHECK(code("cpu-cycles") == Code{event::type_hardware, 0});
  CHECK(code("idle-cycles-backend") == Code{event::type_hardware, 8});
  CHECK(code("cs") == Code{event::type_software, 3});
  CHECK(code("faults") == Code{event::type_software, 2});
  CHECK(code("Migrations") == Code{event::type_software, 4});
  CHECK(one("CPU-clock").event.name == "CPU-clock");
  CHECK(one("cycles").event.recorded_name);
}

TEST_CASE("events of the caches have many names") {
  for (const char* misses : {"L1-dcache-load-misses", "l1d-read-miss", "dcache-misses",
                             "L1-data-loads-miss", "l1-d-miss-load"}) {
    CHECK(code(misses) == Code{event::type_hw_cache, 0x10000});
  }
  CHECK(code("LLC-loads") == Code{event::type_hw_cache, 2});
  CHECK(code("l2-Reference") == Code{event::type_hw_cache, 2});
  CHECK(code("dTLB-prefetches") == Code{event::type_hw_cache, 0x203});
  CHECK(code("d-tlb-speculative-read") == Code{event::type_hw_cache, 0x203});
  CHECK(code("branch-loads") == Code{event::type_hw_cache, 5});
  CHECK(code("btb-access") == Code{event::type_hw_cache, 5});
  CHECK(code("node-stores") == Code{event::type_hw_cache, 0x106});
  CHECK(code("branches") == Code{event::type_hardware, 4});
  CHECK(test::parse("L1-dcache-load-load").error);
  CHECK(test::parse("L1-dcache-").error);
}

TEST_CASE("events have numbers") {
  CHECK(code("r1a8") == Code{event::type_raw, 0x1a8});
  CHECK(code("r0x1a8:u") == Code{event::type_raw, 0x1a8});
  CHECK(code("1:3") == Code{1, 3});
  CHECK(code("1:010") == Code{1, 10});
  CHECK(flags("1:3:u") == "!k!h!G");
  CHECK(test::parse("r12345678901234567").error);
  CHECK(test::failure("1:x") == "2: 'x' is no number");
  CHECK(test::failure("4294967296:1") == "0: '4294967296' is no type of events");
}

TEST_CASE("a list may have white space, and names keep their modifiers") {
  CHECK(names(" cycles:u , cs ") == std::vector<std::string>{"cycles:u", "cs"});
  CHECK(names("r1a8,mem:0x1000:rw,sched:sched_switch:u") ==
        std::vector<std::string>{"r1a8", "mem:0x1000:rw", "sched:sched_switch"});
}

// All that follows is what perf 6.1 and 6.12 put into the attributes for the same texts.
TEST_CASE("modifiers say what is left out") {
  CHECK(flags("cs") == "!G");
  CHECK(flags("cs:u") == "!k!h!G");
  CHECK(flags("cs:k") == "!u!h");
  CHECK(flags("cs:uk") == "!h!G");
  CHECK(flags("cs:h") == "!u!k");
  CHECK(flags("cs:G") == "!H");
  CHECK(flags("cs:H") == "!G");
  CHECK(flags("cs:GH").empty());
  CHECK(flags("cs:uG") == "!k!h!H");
  CHECK(flags("cs:uGH") == "!k!h");
  CHECK(flags("cs:uI") == "!k!h!I!G");
  CHECK(flags("cs:De") == "De");
  CHECK(flags("cs:ppp") == "ppp!G");
  CHECK(flags("cs:pup") == "pp!k!h!G");
  CHECK(flags("cs:P") == "ppp");
  CHECK(one("cs:S").sample_group);
  CHECK(flags("sched:sched_switch") == "!G");
  CHECK(flags("sched:sched_switch:k") == "!u!h");
}

TEST_CASE("modifiers of a group add to those of its events") {
  CHECK(flags("{cycles,cs}:u") == "!k!h!G !k!h!G");
  CHECK(flags("{cycles:u,cs}:k") == "!h!G !u!h!G");
  CHECK(flags("{cycles:k,cs}:p") == "p!u!h!G p!G");
  CHECK(flags("{cycles:p,cs}:p") == "pp!G p!G");
  CHECK(flags("{cycles:G,cs}:H") == " !G");
  CHECK(flags("{cycles,cs}:De") == "De!G !G");
  CHECK(flags("{cycles,cs:D}") == "!G D");
  CHECK(test::failure("{cycles:pp,cs}:pp") ==
        "15: with the group's 'p' an event has more than three of them");
}

TEST_CASE("a group has a leader, members and maybe a name") {
  const auto found = events("cs, g:{cycles,instructions:u , faults}:SW, last{cs}");
  REQUIRE(found.size() == 5);
  CHECK(found[0].event.leader == 0);
  CHECK(found[0].event.members == 1);
  CHECK(found[1].event.members == 3);
  CHECK(found[1].event.group_name == "g");
  CHECK(found[3].event.leader == 1);
  CHECK(found[3].event.name == "faults");
  CHECK(found[2].sample_group);
  CHECK(found[2].weak_group);
  CHECK_FALSE(found[0].weak_group);
  CHECK(found[4].event.leader == 4);
  CHECK(found[4].event.group_name == "last");
  CHECK(events("{sched:*,cs}")[2].event.leader == 0);
}

TEST_CASE("tracepoints are found by name and by pattern") {
  const event::Attr attr = one("sched:sched_switch").event.attr;
  CHECK(attr.type == event::type_tracepoint);
  CHECK(attr.config == 314);
  CHECK(attr.sample_period == 1);
  CHECK(attr.sample_type == (event::sample_raw | event::sample_time | event::sample_cpu));
  CHECK(names("sys*:*open") ==
        std::vector<std::string>{"syscalls:sys_enter_open", "syscalls:sys_exit_open"});
  CHECK(names("sys*:sys_e[!x]*_open?t") == std::vector<std::string>{"syscalls:sys_enter_openat"});
  CHECK(code("probe:malloc") == Code{event::type_tracepoint, 900});
  CHECK(*one("sched:sched_switch/call-graph=fp/").settings.call_graph == CallGraph::fp);
  CHECK(*one("syscalls:sys_enter_openat/max-stack=5/u").settings.max_stack == 5);
  CHECK(events("*:*").size() == 6);
}

TEST_CASE("breakpoints have an address, a length and an access") {
  const auto breakpoint = [](std::string_view text) {
    const event::Attr attr = one(text).event.attr;
    CHECK(attr.type == event::type_breakpoint);
    CHECK(attr.config1 == 0x1000);
    CHECK(attr.sample_period == 1);
    return std::pair(attr.bp_type, attr.config2);
  };
  using Made = std::pair<std::uint32_t, std::uint64_t>;
  CHECK(breakpoint("mem:0x1000") == Made{3, 4});
  CHECK(breakpoint("mem:4096/8") == Made{3, 8});
  CHECK(breakpoint("mem:0x1000:rwx") == Made{7, 4});
  CHECK(breakpoint("mem:0x1000:x") == Made{4, sizeof(long)});
  CHECK(breakpoint("mem:0x1000/2:w:u") == Made{2, 2});
  CHECK(flags("mem:0x1000:u") == "!k!h!G");
  CHECK(names("{mem:0x1000/8:w,cs}") == std::vector<std::string>{"mem:0x1000", "cs"});
  CHECK(one("mem:0x1000/8:w/name=x/k").event.name == "x");
  CHECK(test::failure("mem:0x1000/3") == "11: a breakpoint is 1, 2, 4 or 8 bytes long, not '3'");
  CHECK(test::failure("mem:0x1000:wrw") == "13: an access is given twice");
  CHECK(test::failure("mem:here") == "4: 'here' is no address");
}

TEST_CASE("the sources of this machine name its own events") {
  const ParsedEvents parsed = parse_events("cpu-clock", event_sources());
  REQUIRE(parsed.events.size() == 1);
  CHECK(parsed.events[0].event.attr.type == event::type_software);
}

TEST_CASE("names of libpfm4 stand for what it says, with masks and modifiers of its own") {
  const ParsedEvents wrong = parse_events("cycles,perf::NO-SUCH-EVENT", {});
  REQUIRE(wrong.error);
  CHECK(wrong.error->column == 7);
  if (wrong.error->sentence.find("not installed") != std::string::npos) {
    MESSAGE("libpfm4 is not installed here");
    return;
  }
  CHECK(code("perf::CPU-CLOCK") == Code{event::type_software, 0});
  CHECK(code("perf::PAGE-FAULTS") == Code{event::type_software, 2});
  CHECK(names("{perf::CPU-CLOCK:u,page-faults}") ==
        std::vector<std::string>{"perf::CPU-CLOCK:u", "page-faults"});
  CHECK(one("perf::CPU-CLOCK:u").event.attr.has(Flag::exclude_kernel));
  CHECK(!one("perf::CPU-CLOCK:k").event.attr.has(Flag::exclude_kernel));
  CHECK(one("perf::CPU-CLOCK:u:period=4711").settings.period == 4711);
  CHECK(one("perf::CPU-CLOCK:u:freq=99").settings.frequency == 99);
}
