// Records as they come out of the kernel's buffers, each in one piece. It decodes none of them.
#pragma once

#include "live/evlist.h"
#include "records/record.h"

namespace perf::live {

class RingReader {
 public:
  explicit RingReader(std::shared_ptr<Rings> rings);

  [[nodiscard]] const Rings& rings() const { return *rings_; }
  [[nodiscard]] const std::shared_ptr<Rings>& shared_rings() const { return rings_; }
  [[nodiscard]] std::size_t size() const { return pending_.size(); }
  [[nodiscard]] int cpu(std::size_t ring) const { return rings_->all()[ring].place().cpu; }

  // The next record of a buffer, false when it is empty. Its bytes hold until the next call for the
  // same buffer; its offset says how much was read before.
  bool next(std::size_t ring, records::RawRecord& record);
  // Something was taken out of the kernel's buffers that next() has not given yet.
  [[nodiscard]] bool has_pending() const;
  // Bytes that were no records.
  [[nodiscard]] std::uint64_t damaged() const { return damaged_; }

 private:
  struct Pending {
    std::vector<std::uint8_t> bytes;
    std::size_t at = 0;
  };

  std::shared_ptr<Rings> rings_;
  std::vector<Pending> pending_;  // by buffer
  std::uint64_t read_ = 0, damaged_ = 0;
};

}  // namespace perf::live
