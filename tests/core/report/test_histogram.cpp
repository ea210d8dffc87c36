#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "report/histogram.h"

namespace {

using namespace perf;
using report::Forest;
using report::Histogram;
using report::Key;

// Samples of random stacks, written by several shards, and the same as plain lists.
struct Samples {
  struct One {
    std::uint32_t pid = 0;
    std::vector<std::uint32_t> chain;  // addresses, outermost first; the last one was sampled
    std::uint64_t period = 0;
  };
  static constexpr std::size_t shard_count = 3;

  explicit Samples(unsigned seed) : random(seed) {
    for (std::size_t shard = 0; shard < shard_count; ++shard) write(profile->new_shard());
  }

  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); }

  void write(report::Shard& shard) {
    shard.nodes.push_back({});
    std::map<std::uint32_t, std::uint32_t> frames;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> nodes;
    std::vector<report::Rows> rows(1);
    for (int sample = 0; sample < 200; ++sample) {
      One one{1 + below(3), {}, 1 + below(100)};
      for (std::uint32_t depth = 1 + below(6); depth-- > 0;) one.chain.push_back(1 + below(4));
      std::uint32_t node = 0;
      for (const std::uint32_t ip : one.chain) {
        if (!frames.contains(ip)) {
          frames[ip] = static_cast<std::uint32_t>(shard.frames.size());
          shard.frames.push_back({ip, ip, base::no_index, base::no_index, 2});
        }
        const auto [place, fresh] =
            nodes.try_emplace({node, ip}, static_cast<std::uint32_t>(shard.nodes.size()));
        if (fresh) {
          shard.nodes.push_back({shard.frames[frames[ip]].label(false), node, frames[ip]});
        }
        node = place->second;
      }
      rows[0].stack.push_back(static_cast<std::uint32_t>(shard.stacks.size()));
      shard.stacks.push_back({frames[one.chain.back()], node});
      rows[0].task.push_back(profile->add_task({one.pid, one.pid, base::no_index}));
      rows[0].period.push_back(one.period);
      rows[0].time.push_back(all.size());
      rows[0].cpu.push_back(static_cast<std::uint16_t>(one.pid % 2));
      all.push_back(one);
    }
    shard.publish(rows);
  }

  std::mt19937 random;
  std::shared_ptr<report::Profile> profile = std::make_shared<report::Profile>(
      std::make_shared<machine::Machine>(std::make_shared<symbols::SearchOptions>()), 1);
  std::vector<One> all;
};

report::HistogramOptions by(std::vector<Key> keys) {
  report::HistogramOptions options;
  options.groups.keys = std::move(keys);
  options.threads = 2;
  return options;
}

std::set<std::vector<std::uint32_t>> prefixes(const Samples& samples) {
  std::set<std::vector<std::uint32_t>> all;
  for (const auto& one : samples.all) {
    for (std::size_t size = 0; size <= one.chain.size(); ++size) {
      all.emplace(one.chain.begin(), one.chain.begin() + static_cast<std::ptrdiff_t>(size));
    }
  }
  return all;
}

}  // namespace

TEST_CASE("a forest holds each path once, in preorder") {
  for (unsigned seed = 1; seed < 20; ++seed) {
    const Samples samples(seed);
    const Forest forest(samples.profile, 2);
    const auto nodes = forest.nodes();
    CHECK(nodes.size() == prefixes(samples).size());
    CHECK(nodes[0].depth == 0);
    std::set<std::pair<std::uint32_t, std::uint64_t>> met;
    for (std::uint32_t i = 1; i < nodes.size(); ++i) {
      // A node follows its parent, or something below that: its depth is at most one more.
      REQUIRE(nodes[i].parent < i);
      CHECK(nodes[i].depth == nodes[nodes[i].parent].depth + 1);
      std::uint32_t up = i - 1;
      while (up != nodes[i].parent && up != base::no_index) up = nodes[up].parent;
      CHECK(up == nodes[i].parent);
      CHECK(met.emplace(nodes[i].parent, nodes[i].label).second);
    }
    for (std::size_t i = 1; i < forest.stacks().size(); ++i) {
      CHECK(forest.stacks()[i - 1].node <= forest.stacks()[i].node);
    }
    CHECK(forest.is_current());
    samples.profile->new_shard();
    CHECK(!forest.is_current());
  }
}

TEST_CASE("entries cost what their samples say, each stack counted once") {
  for (unsigned seed = 1; seed < 20; ++seed) {
    const Samples samples(seed);
    const auto forest = std::make_shared<const Forest>(samples.profile, 2);
    for (const bool by_cpu : {false, true}) {
      using Costs = std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t>;
      Costs self, children, own, inclusive;
      std::uint64_t total = 0;
      for (const auto& one : samples.all) {
        const std::uint32_t who = by_cpu ? one.pid % 2 : one.pid;
        total += one.period;
        self[{who, one.chain.back()}] += one.period;
        for (const std::uint32_t ip : std::set(one.chain.begin(), one.chain.end())) {
          children[{who, ip}] += one.period;
        }
      }
      const Histogram histogram(forest, 0, by({by_cpu ? Key::cpu : Key::pid, Key::sym}));
      for (std::uint32_t i = 0; i < histogram.entries().size(); ++i) {
        const report::Entry& entry = histogram.entries()[i];
        const auto who =
            static_cast<std::uint32_t>(std::stoul(histogram.text(i, by_cpu ? Key::cpu : Key::pid)));
        const auto ip = static_cast<std::uint32_t>(histogram.frame_of(i).ip);
        CHECK(inclusive.try_emplace({who, ip}, entry.children.period).second);
        if (entry.self.samples != 0) own[{who, ip}] = entry.self.period;
      }
      CHECK(own == self);
      CHECK(inclusive == children);
      CHECK(histogram.total().period == total);
      CHECK(histogram.passed().samples == samples.all.size());
    }
  }
}

TEST_CASE("a filter leaves rows out, not out of the total") {
  const Samples samples(7);
  const auto forest = std::make_shared<const Forest>(samples.profile, 1);
  auto options = by({Key::sym});
  options.filter.task = [](const report::Task& task) { return task.pid == 2; };
  options.filter.frames.push_back(
      {[](const report::Frame& frame) { return frame.ip == 3; }, false});
  std::uint64_t passed = 0, total = 0;
  for (const auto& one : samples.all) {
    total += one.period;
    const bool has = std::find(one.chain.begin(), one.chain.end(), 3U) != one.chain.end();
    if (one.pid == 2 && !has) passed += one.period;
  }
  const Histogram histogram(forest, 0, options);
  CHECK(histogram.passed().period == passed);
  CHECK(histogram.total().period == total);
}
