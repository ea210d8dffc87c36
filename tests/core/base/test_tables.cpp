// The tables that everything is counted in, against the standard library's.
#include <doctest/doctest.h>

#include <map>
#include <random>

#include "base/flat_map.h"
#include "base/label_trie.h"
#include "base/parallel.h"

using namespace perf::base;

TEST_CASE("a flat map agrees with std::map while it grows") {
  std::mt19937_64 random(7);
  FlatMap<std::uint32_t> map;
  std::map<std::uint64_t, std::uint32_t> reference;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const std::uint64_t key = random() % 9'000;
    bool fresh = false;
    std::uint32_t& value = map.get(key, fresh);
    CHECK(fresh == !reference.contains(key));
    value = reference[key] = i;
  }
  CHECK(map.size() == reference.size());
  for (const auto& [key, value] : reference) {
    REQUIRE(map.find(key) != nullptr);
    CHECK(*map.find(key) == value);
  }
  CHECK(map.find(9'001) == nullptr);
}

TEST_CASE("a trie finds every child, in the list and in the table") {
  LabelTrie trie;
  const std::uint32_t root = trie.add_root(0);
  std::map<std::uint64_t, std::uint32_t> children;
  for (std::uint64_t label = 1; label <= 40; ++label) {
    CHECK(trie.find(root, label * 977) == no_index);
    children[label * 977] = trie.add(root, label * 977);
    for (const auto& [known, number] : children) CHECK(trie.find(root, known) == number);
  }
  std::size_t listed = 0;
  for (std::uint32_t child = trie[root].first_child; child != no_index;
       child = trie[child].next_sibling) {
    CHECK(trie[child].parent == root);
    ++listed;
  }
  CHECK(listed == children.size());
}

TEST_CASE("results arrive in order, whatever the number of threads") {
  for (const unsigned threads : {1U, 2U, 5U}) {
    std::vector<std::size_t> seen;
    in_order(
        200, threads, [](std::size_t i) { return i * i; },
        [&](std::size_t square) { seen.push_back(square); });
    REQUIRE(seen.size() == 200);
    for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == i * i);
  }
}
