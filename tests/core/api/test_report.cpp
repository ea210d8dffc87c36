#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "api/report.h"

using namespace perf::api;

namespace {

// A recording of a program with some depth and of its children, made by the machine's perf.
class Recording {
 public:
  Recording() {
    std::string pattern = (std::filesystem::temp_directory_path() / "report-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    const std::string command =
        "cd " + directory_.string() +
        " && perf record -q -o perf.data -e cpu-clock -F 2000 -g -- sh -c "
        "'for i in 1 2 3; do ls -lR /usr/include >/dev/null; done' 2>/dev/null";
    made_ = std::system(command.c_str()) == 0;
  }
  ~Recording() { std::filesystem::remove_all(directory_); }
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;

  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] std::string path() const { return (directory_ / "perf.data").string(); }

 private:
  std::filesystem::path directory_;
  bool made_ = false;
};

void wait_for(const Report& report) {
  while (!report.progress().done) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

TEST_CASE("views are made while the recording is read, from several threads") {
  const Recording recording;
  if (!recording.made()) {
    REQUIRE(std::getenv("CI") == nullptr);
    MESSAGE("perf cannot record here");
    return;
  }
  for (int round = 0; round < 3; ++round) {
    const Report report(recording.path(), {});
    std::atomic<std::uint64_t> made{0};
    {
      std::vector<std::jthread> threads;
      for (const char* keys : {"comm,dso,sym", "sym", "pid"}) {
        threads.emplace_back([&report, &made, keys] {
          bool last = false;
          while (!last) {
            last = report.progress().done;
            if (report.progress().samples == 0) continue;
            const ReportView view = report.view(0, keys, {"-frames=^main$"}, true, false, 0);
            const ReportRows rows = view.rows(0, 20);
            for (const ReportRow& row : rows) (void)view.children(row.entry, -1, 0);
            (void)view.flame(-1, 80);
            made += rows.size();
          }
        });
      }
    }
    CHECK(made > 0);
    CHECK(report.progress().error.empty());
    CHECK(report.view(0, "sym", {}, true, false, 0).samples() == report.progress().samples);
  }
}

TEST_CASE("one view may be looked at from several threads") {
  const Recording recording;
  if (!recording.made()) return;
  const Report report(recording.path(), {});
  wait_for(report);
  const ReportView view = report.view(0, "sym", {}, true, false, 0);
  std::vector<std::size_t> boxes(4);
  {
    std::vector<std::jthread> threads;
    for (std::size_t& count : boxes) {
      threads.emplace_back([&view, &count] {
        for (const ReportRow& row : view.rows(0, 50)) (void)view.children(row.entry, -1, 0);
        count = view.flame(-1, 100).size();
      });
    }
  }
  for (const std::size_t count : boxes) CHECK(count == boxes[0]);
}

TEST_CASE("a report may be dropped while it reads") {
  const Recording recording;
  if (!recording.made()) return;
  for (int round = 0; round < 10; ++round) {
    Report report(recording.path(), {});
    std::this_thread::sleep_for(std::chrono::milliseconds(round));
    if (round % 2 == 0) report.stop();
  }
}
