#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstring>

#include "event/layout.h"
#include "live/synthesize.h"
#include "records/parse.h"
#include "support/scratch.h"

using namespace perf;

namespace {

struct Parsed {
  records::RawRecord raw;
  records::Body body;
};

std::vector<Parsed> parse(const std::vector<std::uint8_t>& bytes) {
  std::vector<Parsed> all;
  const event::Layout layout = event::layout_of({});
  for (std::size_t at = 0; at < bytes.size();) {
    const records::RawRecord record = records::record_at(bytes, at, at);
    REQUIRE(record.type != 0);
    const auto body = records::parse(record, layout);
    REQUIRE(body.ok());
    all.push_back({record, *body});
    at += record.size();
  }
  return all;
}

void write_process(const test::Scratch& folder) {
  folder.write("proc/7/task/7/status", "Name:\tsleep\nTgid:\t7\nPid:\t7\nPPid:\t3\n");
  folder.write("proc/7/task/7/comm", "sl eep\n");
  folder.write("proc/7/task/8/status", "Name:\tworker\nTgid:\t7\nPid:\t8\nPPid:\t3\n");
  folder.write("proc/7/task/8/comm", "worker\n");
  folder.write("proc/7/maps",
               "00400000-00401000 r-xp 00001000 fe:02 1234                 /usr/bin/sl eep\n"
               "00600000-00601000 rw-p 00000000 00:00 0                    [heap]\n"
               "7f00000000-7f00002000 rwxp 00000000 00:00 0 \n"
               "garbage\n");
}

}  // namespace

TEST_CASE("a process is told of with its threads and its mappings of code") {
  const test::Scratch folder;
  write_process(folder);
  std::vector<std::uint8_t> bytes;
  live::SynthesisOptions options;
  options.proc = folder / "proc";
  live::Synthesizer(options, bytes).process(7);
  const auto all = parse(bytes);
  REQUIRE(all.size() == 6);
  const auto& fork = std::get<records::Task>(all[0].body);
  CHECK(all[0].raw.type == event::record_fork);
  CHECK(fork.pid == 7);
  CHECK(fork.ppid == 3);
  CHECK(std::get<records::Comm>(all[1].body).comm == "sl eep");
  const auto& code = std::get<records::Mmap2>(all[2].body);
  CHECK(code.start == 0x400000);
  CHECK(code.len == 0x1000);
  CHECK(code.pgoff == 0x1000);
  CHECK(code.maj == 0xfe);
  CHECK(code.ino == 1234);
  CHECK(code.filename == "/usr/bin/sl eep");
  CHECK(std::get<records::Mmap2>(all[3].body).filename == "//anon");
  const auto& thread = std::get<records::Task>(all[4].body);
  CHECK(thread.tid == 8);
  CHECK(thread.ppid == 7);
  CHECK(std::get<records::Comm>(all[5].body).tid == 8);
}

TEST_CASE("build ids stand in the place of inodes, and mappings of data come if wanted") {
  const test::Scratch folder;
  write_process(folder);
  std::vector<std::uint8_t> bytes;
  live::SynthesisOptions options;
  options.proc = folder / "proc";
  options.mmap_data = true;
  std::string asked;
  options.build_id = [&](const std::string& path) {
    asked = path;
    return std::vector<std::uint8_t>{0xab, 0xcd};
  };
  live::Synthesizer(options, bytes).process(7);
  const auto all = parse(bytes);
  REQUIRE(all.size() == 7);
  const auto& code = std::get<records::Mmap2>(all[2].body);
  CHECK(asked == std::string(folder / "proc") + "/7/root/usr/bin/sl eep");
  CHECK(code.has_build_id);
  CHECK(code.build_id.size() == 2);
  CHECK((all[3].raw.misc & event::misc_mmap_data) != 0);
}

TEST_CASE("threads are told of with their namespaces, if wanted") {
  const test::Scratch folder;
  write_process(folder);
  const std::string net = folder.write("proc/7/task/7/ns/net", "");
  std::vector<std::uint8_t> bytes;
  live::SynthesisOptions options;
  options.proc = folder / "proc";
  options.namespaces = true;
  live::Synthesizer(options, bytes).process(7);
  const auto all = parse(bytes);
  REQUIRE(all.size() == 8);
  const auto& of_first = std::get<records::Namespaces>(all[2].body);
  CHECK(of_first.tid == 7);
  CHECK(of_first.nr_namespaces == 7);
  REQUIRE(of_first.links.size() == 7 * 16);
  struct stat status {};
  REQUIRE(::stat(net.c_str(), &status) == 0);
  std::uint64_t inode = 0;
  std::memcpy(&inode, of_first.links.data() + 8, sizeof inode);
  CHECK(inode == status.st_ino);
  std::memcpy(&inode, of_first.links.data() + 24, sizeof inode);
  CHECK(inode == 0);
}

TEST_CASE("what is read side by side stands as if read one by one, the kernel first") {
  const test::Scratch folder;
  folder.write("proc/kallsyms", "ffffffff81000000 T _text\nffffffff82000000 T _etext\n");
  std::vector<int> pids;
  for (int pid = 1; pid <= 200; ++pid) {
    const std::string number = std::to_string(pid);
    const std::string task = "proc/" + number + "/task/" + number;
    folder.write(task + "/status", "Name:\tn\nTgid:\t" + number + "\nPPid:\t1\n");
    folder.write(task + "/comm", "n" + number + "\n");
    pids.push_back(pid);
  }
  live::SynthesisOptions options;
  options.proc = folder / "proc";
  options.sys = folder / "sys";
  std::vector<std::uint8_t> one_by_one;
  live::Synthesizer synthesizer(options, one_by_one);
  synthesizer.kernel();
  for (const int pid : pids) synthesizer.process(pid);
  std::vector<std::uint8_t> bytes;
  live::Synthesizer(options, bytes).running(pids);
  CHECK(parse(bytes).size() == 401);
  CHECK(bytes == one_by_one);
}

TEST_CASE("the kernel is told of by its first symbol, unless its addresses are hidden") {
  const test::Scratch folder;
  folder.write("proc/kallsyms",
               "ffffffff81000000 T _stext\nffffffff81000000 T _text\nffffffff81000100 t other\n"
               "ffffffff82000000 T _etext\n");
  folder.write("proc/modules", "ext4 1000 2 - Live 0xffffffffc0000000\nnosize x\n");
  std::vector<std::uint8_t> bytes;
  live::SynthesisOptions options;
  options.proc = folder / "proc";
  options.sys = folder / "sys";
  CHECK(live::Synthesizer(options, bytes).kernel());
  const auto all = parse(bytes);
  REQUIRE(all.size() == 2);
  const auto& kernel = std::get<records::Mmap>(all[0].body);
  CHECK(kernel.start == 0xffffffff81000000);
  CHECK(kernel.len == 0x1000000);
  CHECK(kernel.filename == "[kernel.kallsyms]_text");
  CHECK(std::get<records::Mmap>(all[1].body).filename == "[ext4]");
  options.kernel_end = false;
  bytes.clear();
  CHECK(live::Synthesizer(options, bytes).kernel());
  CHECK(std::get<records::Mmap>(parse(bytes).at(0).body).len == 0);
  folder.write("proc/kallsyms", "0000000000000000 T _stext\n0000000000000000 T _text\n");
  bytes.clear();
  CHECK(!live::Synthesizer(options, bytes).kernel());
  CHECK(bytes.empty());
}

TEST_CASE("a process that has ended leaves nothing, and harms nobody") {
  const test::Scratch folder;
  std::vector<std::uint8_t> bytes;
  live::SynthesisOptions options;
  options.proc = folder / "proc";
  live::Synthesizer(options, bytes).process(7);
  CHECK(bytes.empty());
}
