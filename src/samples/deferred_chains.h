// The user parts of call chains that were recorded when their threads went back to user space
// (CALLCHAIN_DEFERRED), for the samples before that await them. One may serve several samples.
#pragma once

#include <tuple>
#include <vector>

#include "base/ids.h"
#include "records/kinds.h"
#include "samples/callchain.h"

namespace perf::samples {

class DeferredChains {
 public:
  // seal() ends this; then any thread may ask.
  void add(std::uint32_t tid, base::OrderKey when, const records::CallchainDeferred& record);
  void seal();

  [[nodiscard]] bool empty() const { return parts_.empty(); }

  // What goes on where `chain`, of a sample of this thread and time, breaks off; empty where it
  // does not, or where nothing came.
  [[nodiscard]] Words rest_of(const Words& chain, std::uint32_t tid, base::OrderKey when) const;

 private:
  struct Part {
    std::uint32_t tid = 0;
    std::uint64_t cookie = 0;
    base::OrderKey when;
    std::size_t at = 0, size = 0;  // in bytes_
    bool operator<(const Part& other) const {
      return std::tie(tid, cookie, when) < std::tie(other.tid, other.cookie, other.when);
    }
  };

  std::vector<Part> parts_;  // in order of thread, cookie and time
  std::vector<std::uint8_t> bytes_;
};

}  // namespace perf::samples
