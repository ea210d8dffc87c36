// A walk over the fields of a record that are swapped in place. Past the end it does nothing, so
// that a whole structure may be walked and no one need ask.
#pragma once

#include <algorithm>

#include "bytes/cursor.h"

namespace perf::file {

class Fields {
 public:
  explicit Fields(std::span<std::uint8_t> bytes) : bytes_(bytes) {}

  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

  // Each returns the value in this machine's order.
  template <std::integral T>
  T swap() {
    T value{};
    if (bytes_.size() < sizeof value) {
      bytes_ = {};
      return value;
    }
    std::memcpy(&value, bytes_.data(), sizeof value);
    value = bytes::byte_swapped(value);
    std::memcpy(bytes_.data(), &value, sizeof value);
    bytes_ = bytes_.subspan(sizeof value);
    return value;
  }
  std::uint64_t word() { return swap<std::uint64_t>(); }
  void pair() {  // two numbers of 32 bits
    swap<std::uint32_t>();
    swap<std::uint32_t>();
  }
  void words(std::uint64_t count) {
    const std::size_t whole = std::min<std::uint64_t>(count, left() / sizeof(std::uint64_t));
    for (std::size_t i = 0; i < whole; ++i) {  // so plain that the compiler does several at once
      std::uint64_t value = 0;
      std::memcpy(&value, bytes_.data() + i * sizeof value, sizeof value);
      value = bytes::byte_swapped(value);
      std::memcpy(bytes_.data() + i * sizeof value, &value, sizeof value);
    }
    skip(whole * sizeof(std::uint64_t));
  }
  // Numbers up to the end.
  template <std::integral T>
  void all() {
    while (left() >= sizeof(T)) swap<T>();
  }
  void skip(std::uint64_t size) {
    bytes_ = bytes_.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(size, left())));
  }

  // A bit-field, from its bytes as they are.
  template <std::integral T>
  void bit_field(T (*turned)(T)) {
    T value{};
    if (left() < sizeof value) return skip(left());
    std::memcpy(&value, bytes_.data(), sizeof value);
    value = turned(value);
    std::memcpy(bytes_.data(), &value, sizeof value);
    skip(sizeof value);
  }

 private:
  std::span<std::uint8_t> bytes_;
};

}  // namespace perf::file
