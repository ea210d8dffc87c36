// Structures of one kind that lie one after the other in a record. They need not be aligned there,
// so each is copied out when it is asked for; the bytes are the record's.
#pragma once

#include <type_traits>

#include "bytes/cursor.h"

namespace perf::records {

template <class T>
class Entries {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Entries() = default;
  // The next `count` of `in`; when there are fewer, none and failure.
  Entries(bytes::Cursor& in, std::uint64_t count)
      : bytes_(in.take(count > in.left() / sizeof(T) ? ~0ULL : count * sizeof(T))) {}
  // As many as are left.
  explicit Entries(bytes::Cursor& in) : Entries(in, in.left() / sizeof(T)) {}

  [[nodiscard]] std::size_t size() const { return bytes_.size() / sizeof(T); }
  T operator[](std::size_t index) const {
    T entry{};
    std::memcpy(&entry, bytes_.data() + index * sizeof(T), sizeof(T));
    return entry;
  }

 private:
  bytes::View bytes_;
};

}  // namespace perf::records
