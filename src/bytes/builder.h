// Bytes put together one field after the other, in this machine's order: what a cursor reads, from
// the other side.
#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "bytes/cursor.h"

namespace perf::bytes {

class Builder {
 public:
  template <std::integral T>
  Builder& put(T value) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(&value);
    bytes_.insert(bytes_.end(), first, first + sizeof value);
    return *this;
  }
  Builder& put(View bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  // The text and zeros, at least one, up to a multiple of `alignment`.
  Builder& text(std::string_view text, std::size_t alignment) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return zeros(alignment - text.size() % alignment);
  }
  Builder& zeros(std::size_t count) {
    bytes_.resize(bytes_.size() + count);
    return *this;
  }
  // Zeros up to `size` bytes in all.
  Builder& fill(std::size_t size) {
    return size > bytes_.size() ? zeros(size - bytes_.size()) : *this;
  }

  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] View view() const { return bytes_; }
  void clear() { bytes_.clear(); }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace perf::bytes
