// Recordings are read with one allocation after another failing: what comes out is std::bad_alloc,
// a refusal, or all that comes out otherwise. Nothing ends the program, hangs or stays behind.
#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "api/error.h"
#include "api/report.h"
#include "api/sample_event.h"
#include "api/session.h"
#include "api/text.h"
#include "failing_new.h"

namespace {

using namespace perf;
using test::FailingNew;
using test::Failure;

const std::string example = PERFTUI_EXAMPLE "/example.data";
const std::string symfs = PERFTUI_EXAMPLE "/symfs";

// A way to read a recording; it returns all that can be seen of it.
using Reading = std::function<std::string(const std::string&)>;

// The text that `write` writes into a descriptor.
std::string written(const std::function<void(int)>& write) {
  struct Memory {
    int file = ::memfd_create("text", MFD_CLOEXEC);
    ~Memory() { ::close(file); }
  };
  const Memory memory;
  write(memory.file);
  std::string text(static_cast<std::size_t>(::lseek(memory.file, 0, SEEK_END)), '\0');
  text.resize(static_cast<std::size_t>(::pread(memory.file, text.data(), text.size(), 0)));
  return text;
}

std::string report_text(const std::string& path) {
  return written([&](int file) {
    api::write_report(path, file,
                      {"symfs=" + symfs, "threads=4", "usual_keys=1", "graph=graph",
                       "columns=overhead_children,overhead,comm,dso,sym"});
  });
}

std::string script_text(const std::string& path) {
  return written([&](int file) {
    api::write_script(path, file, {"symfs=" + symfs, "task_events=1", "mmap_events=1"});
  });
}

std::string facts_text(const std::string& path) {
  return written([&](int file) {
    for (const char* what : {"full_header", "stats", "mmaps"}) api::write_facts(path, file, what);
  });
}

std::string loop_text(const std::string& path) {
  const api::Session session{api::Data(path)};
  api::Cursor cursor = session.deliveries();
  std::string text;
  while (const api::EventSource* source = cursor.next()) {
    std::vector<std::uint8_t> storage(source->size + 1);
    text += api::Event(*source, storage.data()).repr() + '\n';
    if (source->kind != api::Kind::sample) continue;
    const api::SampleEvent sample(*source, storage.data());
    for (const auto& field : sample.fields()) text += field.first;
    text += sample.symbol() ? "named" : "";
  }
  return text;
}

// What a screen shows once everything is read, in any order: batches come as threads make them, and
// what costs the same stands in the order in which it came.
std::string screen_text(const std::string& path) {
  const api::Report report(path, {"symfs=" + symfs});
  api::ReportProgress progress = report.progress();
  for (; !progress.done; progress = report.progress()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (!progress.error.empty()) throw api::Error(progress.error);
  const api::ReportView view = report.view(0, "comm,dso,sym", {}, true, false, 0);
  std::vector<std::string> lines;
  for (const auto& row : view.rows(0, 1000)) {
    std::string& line = lines.emplace_back();
    for (const std::string& of_key : row.texts) line += of_key + ' ';
    line += std::to_string(row.children) + '\n';
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::ptrdiff_t open_files() {
  const std::filesystem::directory_iterator entries("/proc/self/fd");
  return std::distance(begin(entries), end(entries));
}

// Nothing when it ended with an exception that it may end with.
std::optional<std::string> attempt(const Reading& read, const std::string& path,
                                   std::uint64_t number, Failure failure, std::uint64_t& count) {
  std::optional<std::string> text;
  const FailingNew failing(number, failure);
  try {
    text = read(path);
  } catch (const std::bad_alloc&) {
  } catch (const api::Error&) {
  } catch (const std::system_error&) {
  }
  count = FailingNew::count();
  return text;
}

// After the first allocations, which fail one by one, the next is a part of those before away.
std::uint64_t after(std::uint64_t number) {
  static const bool every = std::getenv("PERFTUI_EVERY_ALLOCATION") != nullptr;
  return number + 1 + (every ? 0 : number / 64);
}

void exhaust(const Reading& read, const std::string& path) {
  std::uint64_t count = 0;
  const auto whole = attempt(read, path, 0, Failure::once, count);
  REQUIRE(whole);
  REQUIRE(attempt(read, path, 0, Failure::once, count) == whole);
  for (const Failure failure : {Failure::once, Failure::from_then_on}) {
    std::uint64_t reached = count;
    for (std::uint64_t number = 1; number <= reached; number = after(number)) {
      CAPTURE(number);
      const std::ptrdiff_t files = open_files();
      const std::int64_t blocks = test::living_blocks();
      const auto text = attempt(read, path, number, failure, reached);
      const std::int64_t left = test::living_blocks() - blocks - (text ? 1 : 0);
      reached = count;
      CHECK(left == 0);
      CHECK(open_files() == files);
      CHECK((!text || *text == *whole));
    }
  }
}

// The bundled recording's data many times over, without its features: chunks for several threads.
std::string large_recording() {
  std::ifstream in(example, std::ios::binary);
  const std::string raw{std::istreambuf_iterator<char>(in), {}};
  std::uint64_t offset = 0, size = 0;
  std::memcpy(&offset, raw.data() + 40, sizeof offset);
  std::memcpy(&size, raw.data() + 48, sizeof size);
  const std::uint64_t times = 40, whole = size * times;
  std::string head = raw.substr(0, offset);
  std::memcpy(head.data() + 48, &whole, sizeof whole);
  std::memset(head.data() + 72, 0, 32);
  const std::string path = (std::filesystem::temp_directory_path() / "exhausted.data").string();
  std::ofstream out(path, std::ios::binary);
  out << head;
  for (std::uint64_t i = 0; i < times; ++i) out << raw.substr(offset, size);
  return path;
}

// The bundled recording, and one of each kind where there is a collection of them.
std::vector<std::string> recordings() {
  std::vector<std::string> paths{example};
  const char* corpus = std::getenv("PERFTUI_CORPUS");
  for (const char* name : {"pipe.data", "tracepoints.data", "zstd.data", "groups.data"}) {
    const std::string path = std::string(corpus == nullptr ? "" : corpus) + "/self/" + name;
    if (corpus != nullptr && std::filesystem::exists(path)) paths.push_back(path);
  }
  return paths;
}

void exhaust_all(const Reading& read) {
  for (const std::string& path : recordings()) {
    CAPTURE(path);
    exhaust(read, path);
  }
}

}  // namespace

TEST_CASE("a report survives any allocation that fails") {
  exhaust_all(report_text);
}

TEST_CASE("so does one that several threads read") {
  const std::string path = large_recording();
  exhaust(report_text, path);
  exhaust(screen_text, path);
  std::filesystem::remove(path);
}

TEST_CASE("so does a script") {
  exhaust_all(script_text);
}

TEST_CASE("so do the facts") {
  exhaust_all(facts_text);
}

TEST_CASE("so does a loop over the records") {
  exhaust_all(loop_text);
}

TEST_CASE("so does the background reading of a screen, which says that memory was short") {
  exhaust_all(screen_text);
}
