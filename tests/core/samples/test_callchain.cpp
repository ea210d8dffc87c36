// Call chains in one piece and in two.
#include <doctest/doctest.h>

#include <vector>

#include "samples/deferred_chains.h"

using namespace perf;

namespace {

using List = std::vector<std::uint64_t>;

constexpr std::uint64_t kernel = event::context_kernel;
constexpr std::uint64_t user = event::context_user;
constexpr std::uint64_t deferred = event::context_user_deferred;

bytes::View view(const List& list) {
  return {reinterpret_cast<const std::uint8_t*>(list.data()), list.size() * 8};
}

samples::Words words(const List& list) {
  return samples::Words(view(list));
}

struct Walked {
  List addresses, modes;
  bool whole = false;
};

Walked walk(const List& chain, const List& rest = {}, std::size_t most = 100) {
  Walked out;
  const auto visit = [&](std::uint64_t ip, unsigned cpumode) {
    out.addresses.push_back(ip);
    out.modes.push_back(cpumode);
    return out.addresses.size() < most;
  };
  out.whole = samples::each_address(words(chain), words(rest), visit);
  return out;
}

List rest_of(const samples::DeferredChains& chains, const List& chain, std::uint32_t tid,
             std::uint64_t time) {
  const samples::Words rest = chains.rest_of(words(chain), tid, {time, 0});
  List out;
  for (std::size_t i = 0; i < rest.size(); ++i) out.push_back(rest[i]);
  return out;
}

}  // namespace

TEST_CASE("markers set the mode of what follows") {
  const Walked found = walk({1, kernel, 2, user, 3});
  CHECK(found.whole);
  CHECK(found.addresses == List{1, 2, 3});
  CHECK(found.modes == List{event::misc_user, event::misc_kernel, event::misc_user});
  CHECK(!walk({kernel, 2, event::context_guest, 3}).whole);
  CHECK(walk({kernel, 2, event::context_guest, 3}, {}, 1).whole);  // not walked so far
}

TEST_CASE("a deferred part goes on where the chain breaks off") {
  const Walked found = walk({kernel, 1, deferred, 77}, {user, 2, 3});
  CHECK(found.addresses == List{1, 2, 3});
  CHECK(found.modes == List{event::misc_kernel, event::misc_user, event::misc_user});
  CHECK(walk({kernel, 1, deferred, 77}).addresses == List{1});
  CHECK(walk({kernel, 1, deferred, 77}, {user, 2, deferred, 3}).addresses == List{1, 2});
  CHECK(walk({kernel, 1, deferred, 77}, {user, 2, 3}, 2).addresses == List{1, 2});
}

TEST_CASE("a deferred part is that of the thread, the cookie and the time") {
  const List early{user, 1}, late{user, 2}, other{user, 3};
  samples::DeferredChains chains;
  CHECK(chains.empty());
  chains.add(7, {10, 0}, {5, view(early)});
  chains.add(8, {15, 0}, {5, view(other)});
  chains.add(7, {20, 0}, {5, view(late)});
  chains.seal();
  CHECK(rest_of(chains, {kernel, 9, deferred, 5}, 7, 1) == early);
  CHECK(rest_of(chains, {kernel, 9, deferred, 5}, 7, 11) == late);
  CHECK(rest_of(chains, {kernel, 9, deferred, 5}, 7, 21).empty());
  CHECK(rest_of(chains, {kernel, 9, deferred, 5}, 8, 1) == other);
  CHECK(rest_of(chains, {kernel, 9, deferred, 6}, 7, 1).empty());
  CHECK(rest_of(chains, {kernel, 9, user, 5}, 7, 1).empty());
  CHECK(rest_of(chains, {deferred}, 7, 1).empty());
}
