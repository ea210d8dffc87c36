// A bounds-checked walk over bytes of either byte order: reading past the end gives zeros and makes
// the cursor fail for good, so that a parser may read a whole structure and ask once. It owns
// nothing.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace perf::bytes {

using View = std::span<const std::uint8_t>;

template <std::integral T>
constexpr T byte_swapped(T value) {
  if constexpr (sizeof(T) == 1) return value;
  if constexpr (sizeof(T) == 2) return static_cast<T>(__builtin_bswap16(value));
  if constexpr (sizeof(T) == 4) return static_cast<T>(__builtin_bswap32(value));
  if constexpr (sizeof(T) == 8) return static_cast<T>(__builtin_bswap64(value));
}

class Cursor {
 public:
  explicit Cursor(View bytes, bool swap = false)
      : position_(bytes.data()), end_(bytes.data() + bytes.size()), swap_(swap) {}

  [[nodiscard]] bool ok() const { return !failed_; }
  [[nodiscard]] bool swaps() const { return swap_; }
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - position_); }

  template <std::integral T>
  T read() noexcept {
    T value{};
    if (left() < sizeof(T)) {
      fail();
      return value;
    }
    std::memcpy(&value, position_, sizeof(T));
    position_ += sizeof(T);
    return swap_ ? byte_swapped(value) : value;
  }

  // The next `size` bytes, or none and failure.
  View take(std::uint64_t size) noexcept {
    if (size > left()) {
      fail();
      return {};
    }
    const View taken(position_, static_cast<std::size_t>(size));
    position_ += size;
    return taken;
  }

  void skip(std::uint64_t size) noexcept { take(size); }

  // The text up to the first NUL or the end of the next `size` bytes, which are all consumed.
  std::string_view text(std::uint64_t size) noexcept {
    const View field = take(size);
    if (field.empty()) return {};
    const char* start = reinterpret_cast<const char*>(field.data());
    return {start, strnlen(start, field.size())};
  }

  View rest() noexcept { return take(left()); }

 private:
  void fail() {
    failed_ = true;
    position_ = end_;
  }

  const std::uint8_t* position_;
  const std::uint8_t* end_;
  bool swap_;
  bool failed_ = false;
};

}  // namespace perf::bytes
