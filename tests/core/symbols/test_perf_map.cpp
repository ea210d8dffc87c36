#include <doctest/doctest.h>
#include <unistd.h>

#include "support.h"

using namespace perf::symbols;

namespace {

// A map of a process that cannot be: above the largest pid.
struct Map {
  explicit Map(const std::string& text) {
    id.kind = Kind::perf_map;
    id.pid = 0x7f000000U + static_cast<std::uint32_t>(::getpid()) % 0xffffff;
    path = "/tmp/perf-" + std::to_string(id.pid) + ".map";
    id.path = path;
    std::ofstream(path) << text;
  }
  ~Map() { ::unlink(path.c_str()); }
  Map(const Map&) = delete;
  Map& operator=(const Map&) = delete;

  std::string path;
  ObjectId id;
};

}  // namespace

TEST_CASE("a perf map names what a compiler made at run time") {
  const Map map(
      "7f0000001000 40 py::main:/tmp/a b.py\n"
      "0x7f0000001040 0x10 second\n"
      "garbage\n"
      "7f0000002000 nosize\n"
      "7f0000003000 10\n"
      "7f0000001000 20 newer\n"
      "ffffffffffffff00 ffffffffffffffff to the end\n"
      "7f0000005000 10 still being writ");
  const Object object(map.id, test::this_host());
  const SymbolTable& table = object.symbols();
  CHECK(table.size() == 4);
  CHECK(test::name_at(table, 0x7f0000001000) == "newer");
  CHECK(test::name_at(table, 0x7f0000001020) == "py::main:/tmp/a b.py");
  CHECK(test::name_at(table, 0x7f0000001040) == "second");
  CHECK(test::name_at(table, 0x7f0000001050) == "-");
  CHECK(test::name_at(table, 0xffffffffffffff01) == "to the end");
  CHECK(test::name_at(table, 0x7f0000005000) == "-");
  CHECK_FALSE(object.verified());
  CHECK(object.found_at() == map.path);
}

TEST_CASE("a perf map that grows keeps the numbers of what it named") {
  const Map map("2000 100 first\n1000 10 sec");
  const Object object(map.id, test::this_host());
  const std::uint32_t first = object.symbols().find(0x2000);
  CHECK(test::name_at(object.symbols(), 0x1000) == "-");
  CHECK(object.grown().symbols.empty());  // the line without its end
  const auto append = [&map](const char* text) { std::ofstream(map.path, std::ios::app) << text; };
  append("ond\n2000 80 again\n");
  object.take(object.grown());
  const SymbolTable& table = object.symbols();
  CHECK(table.size() == 3);
  CHECK(table.raw_name(first) == "first");
  CHECK(test::name_at(table, 0x1000) == "second");
  CHECK(test::name_at(table, 0x2010) == "again");
  CHECK(test::name_at(table, 0x2080) == "first");
  CHECK(object.grown().symbols.empty());
  append("3000 10 half");
  CHECK(object.grown().symbols.empty());
  ::unlink(map.path.c_str());
  CHECK(object.grown().symbols.empty());
}

TEST_CASE("a perf map that is written anew is read from its start") {
  const Map map("2000 10 first\n3000 10 second\n");
  const Object object(map.id, test::this_host());
  const std::uint32_t first = object.symbols().find(0x2000);
  for (const char* text : {"3000 10 other\n", "1000 10 new\n2000 10 others\n4000 10 longer\n"}) {
    std::ofstream(map.path) << text;
    object.take(object.grown());
  }
  const SymbolTable& table = object.symbols();
  CHECK(table.raw_name(first) == "first");
  CHECK(test::name_at(table, 0x1000) == "new");
  CHECK(test::name_at(table, 0x2000) == "others");
  CHECK(test::name_at(table, 0x3000) == "other");
  CHECK(test::name_at(table, 0x4000) == "longer");
}

TEST_CASE("a perf map that comes later is found") {
  const Map map("");
  ::unlink(map.path.c_str());
  const Object object(map.id, test::this_host());
  CHECK(object.symbols().empty());
  CHECK(object.grown().symbols.empty());
  std::ofstream(map.path) << "1000 10 late\n";
  object.take(object.grown());
  CHECK(test::name_at(object.symbols(), 0x1000) == "late");
  CHECK(object.why_nothing().empty());
}

TEST_CASE("a perf map is trusted only when it is surely the process's own") {
  Map map("1000 10 jitted\n");
  const auto why = [&map](const SearchOptions& options) {
    const Object object(map.id, std::make_shared<SearchOptions>(options));
    CHECK(object.symbols().empty() == !object.why_nothing().empty());
    return object.why_nothing();
  };
  const SearchOptions here = *test::this_host();
  CHECK(why(here) == "");
  CHECK(why(SearchOptions()) == map.path + ": the recording is of another machine");

  map.id.process_started = static_cast<std::uint64_t>(::time(nullptr)) + 100;
  CHECK(why(here) == map.path + ": is older than the process");
  map.id.process_started = 0;

  if (::geteuid() == 0) {
    REQUIRE(::chown(map.path.c_str(), 1234, 1234) == 0);
    CHECK(why(here) == map.path + ": belongs to another user");
    map.id.uid = 1234;
    CHECK(why(here) == "");
  }

  const std::string target = map.path + ".target";
  REQUIRE(::rename(map.path.c_str(), target.c_str()) == 0);
  REQUIRE(::symlink(target.c_str(), map.path.c_str()) == 0);
  CHECK(why(here) == map.path + ": cannot be opened: Too many levels of symbolic links");
  ::unlink(map.path.c_str());
  ::unlink(target.c_str());
  REQUIRE(::mkfifo(map.path.c_str(), 0600) == 0);
  CHECK(why(here) == map.path + ": is not a regular file");
}

TEST_CASE("a process in namespaces of its own has its map there, by its number there") {
  const test::Scratch scratch;
  test::run("mkdir -p " + (scratch / "proc/77/root/tmp"));
  scratch.write("proc/77/status", "Name:\tjava\nNSpid:\t77\t5\nUid:\t0\n");
  scratch.write("proc/77/root/tmp/perf-5.map", "1000 10 jitted\n");
  SearchOptions options = *test::this_host();
  options.processes = scratch / "proc";
  ObjectId id;
  id.kind = Kind::perf_map;
  id.pid = 77;
  const Object object(id, std::make_shared<SearchOptions>(options));
  CHECK(test::name_at(object.symbols(), 0x1001) == "jitted");
  id.pid = 78;
  const Object other(id, std::make_shared<SearchOptions>(options));
  CHECK(other.why_nothing() == "/tmp/perf-78.map: cannot be opened: No such file or directory");
}
