// What of a recording could not be read: where, how much and why. Collected while reading goes on.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace perf::file {

struct Damage {
  base::Error error;        // with the offset in the file
  std::uint64_t bytes = 0;  // that were skipped
  std::string part;         // of a directory that file, "/data.3"
};

// The first ones in detail, all of them by number.
class DamageList {
 public:
  void add(const base::Error& error, std::uint64_t bytes) {
    ++count_;
    bytes_ += bytes;
    if (list_.size() < kept) list_.push_back({error, bytes, {}});
  }
  void add(const DamageList& other) {
    count_ += other.count_;
    bytes_ += other.bytes_;
    for (const Damage& damage : other.list_) {
      if (list_.size() < kept) list_.push_back(damage);
    }
  }
  // Calls move(damage) for each that has an offset, to change that.
  template <class Move>
  void move(Move&& move) {
    for (Damage& damage : list_) {
      if (damage.error.offset != base::no_offset) move(damage);
    }
  }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] const std::vector<Damage>& list() const { return list_; }

 private:
  static constexpr std::size_t kept = 100;
  std::vector<Damage> list_;
  std::uint64_t count_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace perf::file
