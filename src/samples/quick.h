// The few fields of a sample that a profile is made of, read without decoding the rest. The whole
// sample is sample.h's.
#pragma once

#include "event/layout.h"
#include "samples/sample.h"

namespace perf::samples {

struct Quick {
  std::uint64_t ip = 0;
  std::uint64_t time = 0;  // 0: unknown
  std::uint64_t period = 0;
  std::uint32_t pid = ~0U, tid = ~0U;
  std::uint32_t cpu = ~0U;
  std::uint64_t cgroup = 0;  // the kernel's number for it, 0: unknown
  unsigned cpumode = 0;
  bool ok = false;  // false: the sample does not fit its event's layout
  Words callchain;
  Words deferred;  // the chain's user part, if whoever reads knows it
};

// Decides once per event whether its samples have nothing behind the callchain but their cgroup,
// and so can be read by their offsets alone.
class QuickReader {
 public:
  explicit QuickReader(const event::Layout& layout);
  // Into its place at once: a copy would wait for stores narrower than its loads.
  void read(const records::RawRecord& record, Quick& out) const;
  [[nodiscard]] Quick read(const records::RawRecord& record) const {
    Quick out;
    read(record, out);
    return out;
  }

 private:
  void read_plain(const records::RawRecord& record, Quick& out) const;
  void read_whole(const records::RawRecord& record, Quick& out) const;

  event::Layout layout_;
  bool plain_;
};

}  // namespace perf::samples
