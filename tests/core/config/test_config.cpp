#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "config/config.h"
#include "support/scratch.h"

namespace {

using perf::base::Code;
using perf::config::Config;

// A home directory of its own, with perf's variables unset except PERF_CONFIG_NOSYSTEM.
class Home {
 public:
  Home() {
    ::setenv("HOME", directory_.path().c_str(), 1);
    ::setenv("PERF_CONFIG_NOSYSTEM", "1", 1);
    ::unsetenv("PERF_CONFIG_NOGLOBAL");
    ::unsetenv("PERF_CONFIG");
  }

  std::string write(const std::string& name, const std::string& text) const {
    return directory_.write(name, text);
  }

 private:
  test::Scratch directory_;
};

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  std::string text;
  std::array<char, 4096> chunk{};
  for (std::size_t size = 0; (size = std::fread(chunk.data(), 1, chunk.size(), pipe.get())) > 0;) {
    text.append(chunk.data(), size);
  }
  return text;
}

}  // namespace

TEST_CASE("the user's file is read, unless it is switched off or replaced") {
  const Home home;
  home.write(".perfconfig", "[report]\nchildren = off\nqueue-size = 4k\n");
  CHECK(Config::load().get_bool("report.children") == false);
  CHECK(Config::load().get_int("report.queue-size") == 4096);
  CHECK(Config::load().get_int("report.children") == std::nullopt);

  ::setenv("PERF_CONFIG_NOGLOBAL", "1", 1);
  CHECK(Config::load().items().empty());
  ::unsetenv("PERF_CONFIG_NOGLOBAL");

  ::setenv("PERF_CONFIG", home.write("other", "[report]\nsort = comm\n").c_str(), 1);
  CHECK(Config::load().get("report.sort") == "comm");
  CHECK(Config::load().get("report.children") == std::nullopt);
  ::setenv("PERF_CONFIG", "/dev/null", 1);
  CHECK(Config::load().items().empty());
  CHECK(Config::load().problems().empty());
  ::setenv("PERF_CONFIG", "/nonexistent", 1);
  REQUIRE(Config::load().problems().size() == 1);
  CHECK(Config::load().problems().front().error.code == Code::cannot_open);
}

TEST_CASE("a file of another user is left out") {
  if (::geteuid() != 0) return;  // only root can give a file away
  const Home home;
  const auto path = home.write(".perfconfig", "[a]\nk = v\n");
  REQUIRE(::chown(path.c_str(), 12345, 12345) == 0);
  const auto as_root = Config::load();
  CHECK(as_root.get("a.k") == std::nullopt);
  REQUIRE(as_root.problems().size() == 1);
  CHECK(as_root.problems().front().error.code == Code::foreign_owner);
  CHECK(as_root.problems().front().file == path);
}

TEST_CASE("includes: beside the file, below home, missing ones in silence") {
  const Home home;
  home.write("sub/beside", "[a]\nk = beside\nother = 1\n");
  home.write("sub/top", "[a]\nk = top\n[include]\npath = beside\npath = missing\npath = ~/home\n");
  home.write("home", "[a]\nfrom = home\n");
  home.write(".perfconfig", "[include]\npath = sub/top\n[a]\nother = 2\n");
  const auto config = Config::load();
  CHECK(config.get("a.k") == "beside");
  CHECK(config.get("a.other") == "2");
  CHECK(config.get("a.from") == "home");
  CHECK(config.problems().empty());
}

TEST_CASE("includes end") {
  const Home home;
  home.write(".perfconfig", "[include]\npath = .perfconfig\npath = .perfconfig\n[a]\nk = v\n");
  const auto config = Config::load();
  CHECK(config.get("a.k") == "v");
  REQUIRE(!config.problems().empty());
  CHECK(config.problems().front().error.code == Code::includes_too_deep);
  CHECK(config.problems().size() < 100);
}

TEST_CASE("an error names its file and its line") {
  const Home home;
  const auto path = home.write("included", "[a]\nk = v\n=\n");
  home.write(".perfconfig", "[include]\npath = included\n");
  const auto config = Config::load();
  CHECK(config.get("a.k") == "v");
  REQUIRE(config.problems().size() == 1);
  const auto& problem = config.problems().front();
  CHECK(perf::base::sentence(problem.error, problem.file) ==
        path + ": line 3 cannot be understood");
}

TEST_CASE("what is no ordinary file is not read") {
  const Home home;
  const auto fifo = home.write("x", "") + ".fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  ::setenv("PERF_CONFIG", fifo.c_str(), 1);
  CHECK(Config::load().problems().at(0).error.code == Code::not_regular);
  ::setenv("PERF_CONFIG", home.write("huge", std::string(2 << 20, '\n')).c_str(), 1);
  CHECK(Config::load().problems().at(0).error.code == Code::config_too_large);
}

TEST_CASE("perf config --list reads the same") {
  if (std::system("perf --version >/dev/null 2>&1") != 0) {
    CHECK_MESSAGE(std::getenv("CI") == nullptr, "perf is missing");
    return;
  }
  const Home home;
  home.write(".perfconfig",
             "# colours\n[CoLors]\n  ToP = red,  default ; x\n\tmedium=\"green, # default\"\n"
             "[tui] report = on\n[annotate \"Sub x\"]\nHide_Src = a\\\\b\\\"c \\\n  d\r\n"
             "[tui]\nreport = off\nempty =\n[call-graph]\nthreshold = 0x10\n");
  const auto config = Config::load();
  std::string ours;
  for (const auto& [name, value] : config.items()) ours += name + "=" + value + "\n";
  CHECK(ours == output_of("perf config --list 2>&1 | LC_ALL=C sort"));
}
