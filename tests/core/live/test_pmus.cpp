#include <doctest/doctest.h>

#include "live/pmus.h"
#include "live/supported.h"
#include "live/system_files.h"
#include "live/tracepoints.h"
#include "support/scratch.h"

using namespace perf::live;

TEST_CASE("a unit has its type, terms and events, with units and scales") {
  const test::Scratch folder;
  folder.write("cpu/type", "4\n");
  folder.write("cpu/format/event", "config:0-7\n");
  folder.write("cpu/events/cpu-cycles", "event=0x3c\n");
  folder.write("cpu/caps/branches", "32\n");
  folder.write("power/type", "13\n");
  folder.write("power/cpumask", "0\n");
  folder.write("power/events/energy-cores", "event=0x01\n");
  folder.write("power/events/energy-cores.unit", "Joules\n");
  folder.write("power/events/energy-cores.scale", "2.3e-10\n");
  folder.write("broken/type", "what\n");
  folder.write("untyped/format/event", "config:0-7\n");
  const auto found = pmus(folder.path());
  REQUIRE(found.size() == 2);
  CHECK(found[0].name == "cpu");
  CHECK(found[0].caps == std::vector<std::pair<std::string, std::string>>{{"branches", "32"}});
  CHECK(found[0].type == 4);
  CHECK(found[0].cpus.empty());
  REQUIRE(found[0].terms.size() == 1);
  CHECK(found[0].terms[0].bits == "config:0-7");
  CHECK(found[0].events[0].terms == "event=0x3c");
  CHECK(found[1].cpus == "0");
  REQUIRE(found[1].events.size() == 1);
  CHECK(found[1].events[0].unit == "Joules");
  CHECK(found[1].events[0].scale == "2.3e-10");
  CHECK(pmus(folder / "nowhere").empty());
}

TEST_CASE("tracepoints have numbers, and no path leads out of tracefs") {
  const test::Scratch folder;
  folder.write("events/sched/sched_switch/id", "314\n");
  folder.write("events/sched/enable", "0\n");
  folder.write("secret/id", "7\n");
  const auto found = tracepoints(folder.path());
  REQUIRE(found.size() == 1);
  CHECK(found[0].system == "sched");
  CHECK(tracepoint_id(folder.path(), found[0]) == 314);
  CHECK(!tracepoint_id(folder.path(), {"sched", "nothing"}));
  CHECK(!tracepoint_id(folder.path(), {"..", "secret"}));
  CHECK(!tracepoint_id(folder.path(), {"sched/../..", "secret"}));
}

TEST_CASE("a text file of the system is read to its end, or to a bound") {
  const test::Scratch folder;
  folder.write("short", "12\n");
  folder.write("long", std::string(100'000, 'x'));
  CHECK(read_text(folder / "short") == "12");
  CHECK(read_text(folder / "long")->size() == 65536);
  CHECK(!read_text(folder / "none"));
  CHECK(entries(folder.path()) == std::vector<std::string>{"long", "short"});
}

TEST_CASE("the kernel can count its own events, and not those that it has not") {
  perf::event::Attr attr;
  attr.type = 1;    // of software
  attr.config = 1;  // task-clock
  if (!is_supported(attr)) {
    MESSAGE("perf_event_open is not allowed here");
    return;
  }
  attr.config = 4711;
  CHECK(!is_supported(attr));
}
