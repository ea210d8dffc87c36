// A sample's call chain and branch stack as Python sees them: copies of the recorded addresses,
// each resolved when it is asked for. They share the world, so they outlive sample and session.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "api/values.h"

namespace perf::samples {
struct Sample;
struct Branch;
}  // namespace perf::samples

namespace perf::api {

class World;

/** One address of a call chain. Symbol and dso are "[unknown]" where nothing is known. */
class CallchainNode {
 public:
  CallchainNode(std::shared_ptr<const World> world, std::uint64_t ip, Text symbol, Text dso);

  PERF_GET(CallchainNode, std::uint64_t, ip)
  PERF_GET(CallchainNode, Text, symbol)
  PERF_GET(CallchainNode, Text, dso)

 private:
  std::shared_ptr<const World> world_;  // keeps both texts
  std::uint64_t ip_;
  Text symbol_, dso_;
};

/** The addresses of a sample's call chain, innermost first, without context markers; with the user
 * part, where that came in a later record. */
class Callchain {
 public:
  struct Address {
    std::uint64_t ip;
    unsigned cpumode;
  };
  Callchain(std::shared_ptr<const World> world, const samples::Sample& sample, std::uint64_t time,
            std::uint64_t offset);

  PERF_API std::size_t size() const;
  PERF_API CallchainNode at(std::ptrdiff_t index) const;

 private:
  std::shared_ptr<const World> world_;
  std::uint32_t space_;
  std::uint64_t time_, offset_;  // when, in the recording's order
  std::vector<Address> addresses_;
};

/** One taken branch. */
class BranchEntry {
 public:
  BranchEntry(const samples::Branch& branch, OptionalNumber counters);

  PERF_GET(BranchEntry, std::uint64_t, from_ip)
  PERF_GET(BranchEntry, std::uint64_t, to_ip)
  PERF_GET(BranchEntry, bool, mispred)
  PERF_GET(BranchEntry, bool, predicted)
  PERF_GET(BranchEntry, bool, in_tx)
  PERF_GET(BranchEntry, bool, abort)
  PERF_GET(BranchEntry, unsigned, cycles)
  PERF_GET(BranchEntry, unsigned, type)
  PERF_GET(BranchEntry, unsigned, spec)
  PERF_GET(BranchEntry, unsigned, new_type)
  PERF_GET(BranchEntry, unsigned, priv)
  // How often each counter of the group went on, in the fields that the PMU's caps tell of.
  PERF_GET(BranchEntry, OptionalNumber, counters)

 private:
  std::uint64_t from_, to_, flags_;
  OptionalNumber counters_;
};

/** The taken branches of a sample, the latest first. */
class BranchStack {
 public:
  explicit BranchStack(const samples::Sample& sample);

  PERF_API std::size_t size() const;
  PERF_API BranchEntry at(std::ptrdiff_t index) const;

  // Where the hardware's stack had the latest of them.
  PERF_GET(BranchStack, OptionalNumber, hw_idx)

 private:
  OptionalNumber hw_idx_;
  std::vector<BranchEntry> entries_;
};

}  // namespace perf::api
