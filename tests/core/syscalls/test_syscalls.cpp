#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>

#include "syscalls/syscalls.h"

namespace {

using perf::syscalls::Abi;
using perf::syscalls::name;
using perf::syscalls::number;

constexpr std::uint16_t i386 = 3;
constexpr std::uint16_t mips = 8;
constexpr std::uint16_t powerpc = 20;
constexpr std::uint16_t powerpc64 = 21;
constexpr std::uint16_t s390 = 22;
constexpr std::uint16_t arm = 40;
constexpr std::uint16_t x86_64 = 62;
constexpr std::uint16_t aarch64 = 183;
constexpr std::uint16_t riscv = 243;
constexpr std::uint16_t loongarch = 258;
constexpr std::uint16_t alpha = 0x9026;

// "NUMBER NAME" for each __NR_ constant of this machine's kernel headers.
std::string header_lines() {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      ::popen("echo '#include <asm/unistd.h>' | c++ -x c++ -E -dM - |"
              " sed -n 's/^#define __NR_\\([a-z0-9_]*\\) \\([0-9][0-9]*\\)$/\\2 \\1/p'",
              "r"),
      ::pclose);
  std::string text;
  std::array<char, 4096> chunk{};
  for (std::size_t size = 0; (size = std::fread(chunk.data(), 1, chunk.size(), pipe.get())) > 0;) {
    text.append(chunk.data(), size);
  }
  return text;
}

}  // namespace

TEST_CASE("each machine has its own numbers") {
  CHECK(number("openat", {.machine = x86_64}) == 257);
  CHECK(number("openat", {.machine = i386}) == 295);
  CHECK(number("openat", {.machine = aarch64}) == 56);
  CHECK(number("openat", {.machine = riscv}) == 56);
  CHECK(number("openat", {.machine = loongarch}) == 56);
  CHECK(number("openat", {.machine = arm}) == 322);
  CHECK(number("openat", {.machine = powerpc}) == 286);
  CHECK(number("openat", {.machine = powerpc64}) == 286);
  CHECK(number("openat", {.machine = s390}) == 288);
  CHECK(number("open", {.machine = aarch64}) == std::nullopt);
  CHECK(name(0, {.machine = x86_64}) == "read");
  CHECK(name(0, {.machine = i386}) == "restart_syscall");
  CHECK(name(63, {.machine = riscv}) == "read");
}

TEST_CASE("the 64-bit ABI unless class or flags say otherwise") {
  CHECK(name(222, {.machine = s390}) == "readahead");
  CHECK(number("getuid", {.machine = s390}) == 199);
  CHECK(number("getuid", {.machine = s390, .bits = 32}) == 24);
  CHECK(number("read", {.machine = mips}) == 5000);
  CHECK(number("read", {.machine = mips, .bits = 32}) == 4003);
  CHECK(number("read", {.machine = mips, .bits = 32, .flags = 0x20}) == 6000);
  CHECK(number("read", {.machine = mips, .flags = 0x1000}) == 4003);
  CHECK(number("openat", {.machine = aarch64, .bits = 32}) == 322);
}

TEST_CASE("numbers that stand apart name their own ABI") {
  CHECK(name(0x40000000, {.machine = x86_64}) == "read");
  CHECK(name(0x40000000 + 512, {.machine = x86_64}) == "rt_sigaction");
  CHECK(number("read", {.machine = x86_64, .bits = 32}) == 0x40000000);
  CHECK(name(4003, {.machine = mips}) == "read");
  CHECK(name(6000, {.machine = mips}) == "read");
  CHECK(name(0x900003, {.machine = arm}) == "read");
  CHECK(name(0x0f0002, {.machine = arm}) == "cacheflush");
}

TEST_CASE("an alias has a number but gives no name") {
  CHECK(number("getpid", {.machine = alpha}) == 20);
  CHECK(number("getxpid", {.machine = alpha}) == 20);
  CHECK(name(20, {.machine = alpha}) == "getxpid");
}

TEST_CASE("what no machine has") {
  CHECK(name(-1, {.machine = x86_64}) == std::nullopt);
  CHECK(name(1 << 20, {.machine = x86_64}) == std::nullopt);
  CHECK(name(std::int64_t{1} << 40, {.machine = x86_64}) == std::nullopt);
  CHECK(name(0, {.machine = 0xffff}) == std::nullopt);
  CHECK(number("read", {.machine = 0xffff}) == std::nullopt);
  for (const char* none : {"", "no_such_call", "~"}) {
    CHECK(number(none, {.machine = x86_64}) == std::nullopt);
  }
}

// The headers also keep the names of calls that no kernel has any more; the tables do not.
TEST_CASE("this machine's kernel headers agree") {
  const Abi host{.machine = perf::syscalls::host_machine()};
  std::istringstream lines(header_lines());
  std::int64_t value = 0;
  std::string call;
  int known = 0;
  int retired = 0;
  while (lines >> value >> call) {
    CAPTURE(call);
    const auto ours = number(call, host);
    ours ? ++known : ++retired;
    CHECK(ours.value_or(value) == value);
    CHECK(name(value, host) == (ours ? std::optional<std::string_view>(call) : std::nullopt));
  }
  CHECK(known > 200);
  CHECK(retired * 20 < known);
}
