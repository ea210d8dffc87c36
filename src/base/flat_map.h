// A hash table of plain values in one block of memory (open addressing, linear probing). Nothing is
// ever erased; a pointer to a value lives until the next insertion.
#pragma once

#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "base/huge_allocator.h"

namespace perf::base {

// Keys are 64-bit values other than all ones.
template <class Value>
class FlatMap {
 public:
  static constexpr std::uint64_t empty_key = ~0ULL;

  explicit FlatMap(std::size_t expected = 8) {
    std::size_t capacity = 16;
    while (capacity < expected * 2) capacity *= 2;
    slots_.resize(capacity);
  }

  struct Slot {
    std::uint64_t key = empty_key;
    Value value{};
  };

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] const Value* find(std::uint64_t key) const {
    for (std::size_t at = home(key);; at = next(at)) {
      if (slots_[at].key == key) return &slots_[at].value;
      if (slots_[at].key == empty_key) return nullptr;
    }
  }

  // The value of `key`, made when it was not there; `fresh` tells which.
  Value& get(std::uint64_t key, bool& fresh) {
    if ((size_ + 1) * 8 > slots_.size() * 5) grow();
    for (std::size_t at = home(key);; at = next(at)) {
      Slot& slot = slots_[at];
      if (slot.key == key) {
        fresh = false;
        return slot.value;
      }
      if (slot.key != empty_key) continue;
      slot.key = key;
      ++size_;
      fresh = true;
      return slot.value;
    }
  }

  void prefetch(std::uint64_t key) const { __builtin_prefetch(&slots_[home(key)]); }

  template <class Visitor>
  void each(Visitor&& visit) const {
    for (const Slot& slot : slots_) {
      if (slot.key != empty_key) visit(slot.key, slot.value);
    }
  }

 private:
  using Slots = std::vector<Slot, HugeAllocator<Slot>>;

  [[nodiscard]] std::size_t home(std::uint64_t key) const {
    return hash_word(key) & (slots_.size() - 1);
  }
  [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }

  void grow() {
    Slots old(slots_.size() * 2);
    old.swap(slots_);
    for (Slot& slot : old) {
      if (slot.key == empty_key) continue;
      std::size_t at = home(slot.key);
      while (slots_[at].key != empty_key) at = next(at);
      slots_[at] = std::move(slot);
    }
  }

  Slots slots_;
  std::size_t size_ = 0;
};

}  // namespace perf::base
