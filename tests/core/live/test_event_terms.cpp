#include <doctest/doctest.h>

#include "event/abi.h"
#include "live/support.h"

using namespace perf;
using namespace perf::live;
using test::events;
using test::failure;
using test::one;

namespace {

std::uint64_t config(std::string_view text) {
  return one(text).event.attr.config;
}

}  // namespace

TEST_CASE("terms fill the bits that the unit's formats give them") {
  const event::Attr attr = one("cpu/event=0x13c,umask=0x1,edge,ldlat=30/").event.attr;
  CHECK(attr.type == 4);
  CHECK(attr.config == 0x10004013c);
  CHECK(attr.config1 == 30);
  CHECK(config("cpu/event=0x13c,umask=1/") == 0x10000013c);
  CHECK(config("cpu/r1a8/") == 0x1a8);
  CHECK(config("cpu/r0x1a8/") == 0x1a8);
  CHECK(config("uprobe/ref_ctr_offset=0xffffffff,retprobe/") == 0xffffffff00000001);
  CHECK(one("CPU/config=1,config1=2,config2=3,config3=4/").event.attr.config3 == 4);
  CHECK(one("cpu/event=0x3c/").event.name == "cpu/event=0x3c/");
  CHECK(one("cpu/event=0x3c/uk").event.name == "cpu/event=0x3c/uk");
}

TEST_CASE("a unit's event is known by its name, and terms replace what it says") {
  CHECK(config("cpu/cpu-cycles/") == 0x3c);
  const event::Attr loads = one("cpu/ldlat=30,mem-loads/").event.attr;
  CHECK(loads.config == 0x1cd);
  CHECK(loads.config1 == 30);
  CHECK(one("mem-loads:u").event.name == "mem-loads:u");
  CHECK(one("mem-loads/name=x/").event.attr.config1 == 3);
  CHECK(config("cpu/per-domain,umask=5/") == 0x501);
  CHECK(failure("cpu/per-domain/") == "4: 'per-domain' needs a value for its parameter 'umask'");
  CHECK(failure("cpu/mem-loads,cpu-cycles/") == "14: one event is of one name of its unit");
  const ParsedEvent energy = one("energy-pkg");
  CHECK(energy.event.attr.type == 13);
  CHECK(energy.event.unit == "Joules");
  CHECK(energy.event.scale == 2.5e-10);
  CHECK(energy.cpus == "0");
}

TEST_CASE("a name stands for each unit of a family, and for those that match a pattern") {
  const auto types = [](std::string_view text) {
    std::vector<std::uint32_t> found;
    for (const ParsedEvent& parsed : events(text)) found.push_back(parsed.event.attr.type);
    return found;
  };
  using Types = std::vector<std::uint32_t>;
  CHECK(types("uncore_imc/event=1/") == Types{20, 21});
  CHECK(types("imc/event=1/") == Types{20, 21});
  CHECK(types("uncore_imc_0/event=1/") == Types{20});
  CHECK(types("UNCORE_*/event=1/") == Types{20, 21, 22});
  CHECK(types("uncore_imc/reads/") == Types{21});
  CHECK(types("reads") == Types{21});
}

TEST_CASE("settings are terms of any event") {
  const ParsedEvent plain = one("cycles/freq=99,call-graph=dwarf,stack-size=4000,time=0/u");
  CHECK(plain.settings.frequency == 99);
  CHECK(plain.settings.call_graph == CallGraph::dwarf);
  CHECK(plain.settings.stack_size == 4000);
  CHECK(plain.settings.time == false);
  CHECK(plain.event.name == "cycles/freq=99,call-graph=dwarf,stack-size=4000,time=0/u");
  CHECK(plain.event.attr.has(event::Flag::exclude_kernel));
  const ParsedEvent named = one("cpu/event=1,period=0x10,no-inherit,name='a b/c,d'/");
  CHECK(named.settings.period == 16);
  CHECK(named.settings.inherit == false);
  CHECK(named.event.name == "a b/c,d");
  CHECK(one("cs/overwrite,percore/").settings.overwrite == true);
  CHECK(one("cs/branch_type='any_call,u'/").settings.branch_sample_type == 0x11);
  CHECK(one("cs/branch_type=k/").settings.branch_sample_type == 0xa);
  CHECK(one("cs/stack-size=4001/").settings.stack_size == 4008);
  CHECK(one("cs/call-graph=no/").settings.call_graph == CallGraph::none);
  CHECK(one("cs/aux-output/").event.attr.has(event::Flag::aux_output));
  CHECK(one("cs/aux-action=resume,aux-sample-size=9/").event.attr.aux_action == 4);
  CHECK(config("cpu-clock/config=1/") == 1);
}

TEST_CASE("what is wrong with a term is said where it stands") {
  CHECK(failure("cs/freq=1,period=2/") == "10: an event has either a period or a frequency");
  CHECK(failure("cs/freq/") == "3: 'freq' needs a value");
  CHECK(failure("cs/name=/") == "8: the term 'name' has no value after '='");
  CHECK(failure("cs/frq=5/") == "3: 'frq' is no term of this event; did you mean 'freq'?");
  CHECK(failure("cs/stack-size=65529/") == "14: 'stack-size' is at most 65528");
  CHECK(failure("cs/call-graph=fb/") == "14: 'call-graph' is one of no, fp, dwarf, lbr");
  CHECK(failure("cs/branch_type=anny/") == "15: 'anny' is no kind of branch; did you mean 'any'?");
  CHECK(failure("cs/inherit=2/") == "11: 'inherit' is 0 or 1");
  CHECK(failure("cs/freq=1,,time/") == "10: a term has no name");
  CHECK(failure("cpu/evnt=1/") ==
        "4: 'evnt' is no term of 'cpu', which has edge, event, ldlat, umask; did you mean "
        "'event'?");
  CHECK(failure("cpu/event=0x1000/") == "10: the value of 'event' does not fit into its 12 bits");
  CHECK(failure("cpu/edge=2/") == "9: the value of 'edge' does not fit into its 1 bits");
  CHECK(failure("cpu/event=many/") == "10: 'many' is no number");
  CHECK(failure("sched:sched_switch/config=1/") == "19: 'config' is no term of this event");
  CHECK(failure("broken/event=1/") ==
        "7: the kernel's format of 'event', 'config:7-0', is not understood");
  CHECK(test::parse("broken/far=1/").error);
  CHECK(failure("cs/name=" + std::string(1025, 'x') + "/") == "8: the name is too long");
}
