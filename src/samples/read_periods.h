// perf's way with samples that carry counts (PERF_SAMPLE_READ): each stands for one sample of every
// counter that went on since it was read last, with what it counted as its period. Samples must
// come in the order of their counters' rings, which is that of the file.
#pragma once

#include <span>
#include <vector>

#include "base/flat_map.h"
#include "event/event_set.h"
#include "samples/sample.h"

namespace perf::samples {

class ReadPeriods {
 public:
  struct Part {
    std::uint32_t event = 0;
    std::uint64_t period = 0;
    std::uint64_t id = 0;  // the counter's; 0: the sample's own
  };

  // What a sample of `event` stands for: itself where it carries no counts, nothing where none went
  // on. The answer holds until the next call.
  std::span<const Part> split(const Sample& sample, std::uint32_t event,
                              const event::EventSet& events);

 private:
  base::FlatMap<std::uint64_t> last_;  // value, by counter
  std::vector<Part> parts_;
};

}  // namespace perf::samples
