// A SAMPLE record decoded whole: every field the event's sample_type names, in the kernel's order.
// Arrays borrow the record's bytes and may be unaligned, so they are read through `words`.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "event/layout.h"
#include "records/record.h"

namespace perf::samples {

// An array of u64 inside a record, at any alignment.
class Words {
 public:
  Words() = default;
  explicit Words(bytes::View bytes) : bytes_(bytes) {}
  [[nodiscard]] std::size_t size() const { return bytes_.size() / 8; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::uint64_t operator[](std::size_t index) const {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes_.data() + index * 8, sizeof word);
    return word;
  }
  [[nodiscard]] bytes::View bytes() const { return bytes_; }
  [[nodiscard]] Words first(std::size_t count) const { return Words(bytes_.first(count * 8)); }

 private:
  bytes::View bytes_;
};

// struct { u64 from, to, flags }; see BranchFlags for the bits.
struct Branch {
  std::uint64_t from = 0, to = 0, flags = 0;

  [[nodiscard]] std::uint64_t bits(unsigned first, unsigned count) const {
    return (flags >> first) & ((1ULL << count) - 1);
  }
  [[nodiscard]] bool mispred() const { return bits(0, 1) != 0; }
  [[nodiscard]] bool predicted() const { return bits(1, 1) != 0; }
  [[nodiscard]] bool in_tx() const { return bits(2, 1) != 0; }
  [[nodiscard]] bool abort() const { return bits(3, 1) != 0; }
  [[nodiscard]] unsigned cycles() const { return static_cast<unsigned>(bits(4, 16)); }
  [[nodiscard]] unsigned type() const { return static_cast<unsigned>(bits(20, 4)); }
  [[nodiscard]] unsigned spec() const { return static_cast<unsigned>(bits(24, 2)); }
  [[nodiscard]] unsigned new_type() const { return static_cast<unsigned>(bits(26, 4)); }
  [[nodiscard]] unsigned priv() const { return static_cast<unsigned>(bits(30, 3)); }
};

struct Registers {
  std::uint64_t abi = 0;  // 0 none, 1 32-bit, 2 64-bit
  Words values;           // one per bit of the event's register mask
};

struct ReadValue {
  std::uint64_t value = 0, id = 0, lost = 0;
};

// READ: one value, or one per member of the group.
struct ReadValues {
  std::uint64_t time_enabled = 0, time_running = 0;
  std::uint64_t count = 0;
  Words words;  // from the first value on
  std::uint64_t format = 0;
  [[nodiscard]] ReadValue at(std::size_t index) const;
};

struct Sample {
  std::uint16_t misc = 0;
  std::uint32_t pid = ~0U, tid = ~0U;
  std::uint32_t cpu = ~0U;
  std::uint64_t ip = 0;
  std::uint64_t time = ~0ULL;
  std::uint64_t id = ~0ULL, stream_id = ~0ULL;
  std::uint64_t addr = 0;
  std::uint64_t period = 0;
  std::uint64_t weight = 0, data_src = 0, transaction = 0, phys_addr = 0, cgroup = 0;
  std::uint64_t data_page_size = 0, code_page_size = 0;
  std::uint16_t ins_lat = 0, weight3 = 0;  // of PERF_SAMPLE_WEIGHT_STRUCT
  std::optional<ReadValues> read;
  bool has_callchain = false, has_branches = false;
  Words callchain;
  bytes::View raw;
  Words branches;  // three words each
  std::uint64_t branch_hw_idx = ~0ULL;
  Words branch_counters;
  Registers user_regs, intr_regs;
  bytes::View user_stack;  // as many bytes as were really dumped
  bytes::View aux;

  [[nodiscard]] std::size_t branch_count() const { return branches.size() / 3; }
  [[nodiscard]] Branch branch(std::size_t index) const {
    return {branches[index * 3], branches[index * 3 + 1], branches[index * 3 + 2]};
  }
  [[nodiscard]] unsigned cpumode() const { return misc & event::misc_cpumode_mask; }
};

// Code::bad_sample when the fields do not fit the record.
base::Result<Sample> parse(const records::RawRecord& record, const event::Layout& layout);

}  // namespace perf::samples
