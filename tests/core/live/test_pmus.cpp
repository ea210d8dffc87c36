#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "live/open_event.h"
#include "live/pmus.h"
#include "live/system_files.h"
#include "live/tracepoints.h"

namespace {

using namespace perf::live;
namespace fs = std::filesystem;

// A directory that goes with the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("perftui-live-" + std::to_string(::getpid()))) {
    fs::remove_all(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  void file(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("a unit has its type, terms and events, with units and scales") {
  const Folder folder;
  folder.file("cpu/type", "4\n");
  folder.file("cpu/format/event", "config:0-7\n");
  folder.file("cpu/events/cpu-cycles", "event=0x3c\n");
  folder.file("power/type", "13\n");
  folder.file("power/cpumask", "0\n");
  folder.file("power/events/energy-cores", "event=0x01\n");
  folder.file("power/events/energy-cores.unit", "Joules\n");
  folder.file("power/events/energy-cores.scale", "2.3e-10\n");
  folder.file("broken/type", "what\n");
  folder.file("untyped/format/event", "config:0-7\n");
  const auto found = pmus(folder.path());
  REQUIRE(found.size() == 2);
  CHECK(found[0].name == "cpu");
  CHECK(found[0].type == 4);
  CHECK(found[0].cpus.empty());
  REQUIRE(found[0].terms.size() == 1);
  CHECK(found[0].terms[0].bits == "config:0-7");
  CHECK(found[0].events[0].terms == "event=0x3c");
  CHECK(found[1].cpus == "0");
  REQUIRE(found[1].events.size() == 1);
  CHECK(found[1].events[0].unit == "Joules");
  CHECK(found[1].events[0].scale == "2.3e-10");
  CHECK(pmus(folder.path() + "/nowhere").empty());
}

TEST_CASE("tracepoints have numbers, and no path leads out of tracefs") {
  const Folder folder;
  folder.file("events/sched/sched_switch/id", "314\n");
  folder.file("events/sched/enable", "0\n");
  folder.file("secret/id", "7\n");
  const auto found = tracepoints(folder.path());
  REQUIRE(found.size() == 1);
  CHECK(found[0].system == "sched");
  CHECK(tracepoint_id(folder.path(), found[0]) == 314);
  CHECK(!tracepoint_id(folder.path(), {"sched", "nothing"}));
  CHECK(!tracepoint_id(folder.path(), {"..", "secret"}));
  CHECK(!tracepoint_id(folder.path(), {"sched/../..", "secret"}));
}

TEST_CASE("a text file of the system is read to its end, or to a bound") {
  const Folder folder;
  folder.file("short", "12\n");
  folder.file("long", std::string(100'000, 'x'));
  CHECK(read_text(folder.path() + "/short") == "12");
  CHECK(read_text(folder.path() + "/long")->size() == 65536);
  CHECK(!read_text(folder.path() + "/none"));
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
