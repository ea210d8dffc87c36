#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <string>

#include "session/progress.h"

namespace {

using perf::session::Progress;

// What is written to a descriptor by `use`.
template <class Use>
std::string written(Use&& use) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  use(ends[1]);
  ::close(ends[1]);
  std::array<char, 4096> text{};
  const ssize_t size = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace

TEST_CASE("what takes long is told once in a while, and cleared") {
  const std::string text = written([](int descriptor) {
    Progress progress(descriptor, 2'000'000, std::chrono::seconds(0));
    progress.at(500'000);
    progress.at(600'000);  // too soon
  });
  CHECK(text == "\r 25 % of 2 MB read\r\x1b[K");
}

TEST_CASE("what takes a moment is not told") {
  CHECK(written([](int descriptor) {
          Progress progress(descriptor, 2'000'000);
          progress.at(500'000);
        }).empty());
}

TEST_CASE("nothing is told of nothing") {
  CHECK(written([](int descriptor) {
          Progress progress(descriptor, 0, std::chrono::seconds(0));
          progress.at(0);
        }).empty());
}
