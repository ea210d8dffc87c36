#include <doctest/doctest.h>

#include "live/support.h"

using namespace perf::live;
using test::failure;

namespace {

// Of all that an event string can be.
constexpr const char* valid[]{
    "cycles:u,cs",
    " g:{cycles/freq=99,call-graph=fp/u , L1-dcache-load-misses:ppk}:SW , r1a8",
    "{sched:sched_switch:u,sys*:*[eo]?*}:D,1:3:k",
    "mem:0x1000/4:rw:u,mem:4096:x/name='a,b/c'/",
    "cpu/event=0x3c,umask=1,edge,name='q r'/uG,cpu/r1a8/,cpu/per-domain,umask=3/",
    "uncore_*/event=1/,imc/config2=0xff/,energy-pkg,UPROBE/ref_ctr_offset=7,retprobe/",
    "cs/branch_type='any,u',stack-size=64,max-stack=3,no-inherit,time=0,aux-output/",
};

// Events or an error, with its column within the text.
void check_sound(const std::string& text) {
  const ParsedEvents parsed = test::parse(text);
  INFO(text);
  REQUIRE(parsed.events.empty() == parsed.error.has_value());
  if (!parsed.error) return;
  REQUIRE(parsed.error->column <= text.size());
  REQUIRE_FALSE(parsed.error->sentence.empty());
}

}  // namespace

TEST_CASE("a misspelt name is named, with the nearest one") {
  CHECK(failure("cs,cycels") == "3: 'cycels' is no event; did you mean 'cycles'?");
  CHECK(failure("cycels:u") == "0: 'cycels' is no event; did you mean 'cycles'?");
  CHECK(failure("enrgy-pkg") == "0: 'enrgy-pkg' is no event; did you mean 'energy-pkg'?");
  CHECK(failure("cpuu/event=1/") == "0: 'cpuu' is no event; did you mean 'cpu'?");
  CHECK(failure("nothing-like-it-at-all") == "0: 'nothing-like-it-at-all' is no event");
  const std::string odd(71, 'y');
  CHECK(failure(odd + "ééééééé") == "0: '" + odd + "ééééé…' is no event");
  CHECK(failure("cpu") == "0: 'cpu' is a unit, which needs terms: 'cpu/config=1/'");
  CHECK(failure("sched:sched_swich") ==
        "6: 'sched_swich' is no tracepoint of 'sched'; did you mean 'sched_switch'?");
  CHECK(failure("shed:sched_switch") ==
        "0: 'shed' is no event, and no group of tracepoints; did you mean 'sched'?");
  CHECK(failure("cs,sched:x*") == "3: no tracepoint matches 'sched:x*'");
  CHECK(failure("..:events") == "0: '..' is no event, and no group of tracepoints");
}

TEST_CASE("a wrong modifier is named") {
  CHECK(failure("cycles:uz") == "8: 'z' is no modifier; those are ukhIGHpPSDWebR");
  CHECK(failure("cycles:ué").starts_with("8: 'é' is no modifier"));
  CHECK(failure("cycles:uku") == "9: the modifier 'u' is given twice");
  CHECK(failure("cycles:pP") == "8: 'p' and 'P' ask for different precision");
  CHECK(failure("cycles:pppp") ==
        "10: more than three times 'p' is more precise than anything can be");
  CHECK(failure("cycles:W") == "7: the modifier 'W' is for groups");
  CHECK(failure("cycles:u/freq=1/") == "7: modifiers stand after the terms");
}

TEST_CASE("what is not closed, empty or out of place is named") {
  CHECK(failure("cs,{cycles,cs") == "3: this '{' has no '}'");
  CHECK(failure("{cs,{cycles}}") == "4: a group cannot hold another one");
  CHECK(failure("cs}") == "2: '}' is not expected here");
  CHECK(failure("{cs}u") == "4: 'u' is not expected here");
  CHECK(failure("cpu/event=1,cs") ==
        "3: the terms that begin with this '/' have no '/' at their end");
  CHECK(failure("cs/name='a/") == "2: the terms that begin with this '/' have no '/' at their end");
  CHECK(failure("").starts_with("0: an event is missing"));
  CHECK(failure("cs,,cycles").starts_with("3: an event is missing"));
  CHECK(failure("{}").starts_with("1: an event is missing"));
  CHECK(failure("/freq=1/").starts_with("0: an event is missing"));
}

TEST_CASE("tracefs that cannot be read is why there are no tracepoints") {
  const ParsedEvents parsed = parse_events("cs,sched:sched_switch", {});
  REQUIRE(parsed.error);
  CHECK(parsed.error->column == 3);
  CHECK(parsed.error->sentence.find("permission to read it") != std::string::npos);
  CHECK(parse_events("cycels:u", {}).error->sentence.find("did you mean") != std::string::npos);
}

TEST_CASE("texts, terms and events are bounded") {
  std::string events = "cs";
  for (int i = 0; i < 20'000; ++i) events += ",cs";
  CHECK(test::events(events).size() == 20'001);
  CHECK(failure(events + events).starts_with("65536: "));
  std::string patterns = "*:*";
  while (patterns.size() < 60'000) patterns += ",*:*";
  CHECK(failure(patterns).ends_with("more than 65536 events"));
  std::string terms = "cs/time";
  for (int i = 0; i < 256; ++i) terms += ",time";
  CHECK(failure(terms + "/").ends_with("an event has at most 256 terms"));
  CHECK(test::parse(std::string(60'000, '*') + ":a").error);
}

TEST_CASE("no damaged text does harm") {
  const std::string letters = "{},:/'=*[]! 0xpW\xff" + std::string(1, '\0');
  for (const std::string text : valid) {
    REQUIRE_FALSE(test::events(text).empty());
    for (std::size_t at = 0; at < text.size(); ++at) {
      check_sound(text.substr(0, at));
      check_sound(text.substr(at));
      check_sound(text.substr(0, at) + text.substr(at + 1));
      for (const char letter : letters) {
        std::string damaged = text;
        damaged[at] = letter;
        check_sound(damaged);
      }
    }
  }
}
