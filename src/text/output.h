// Text on its way to a file descriptor, in large writes. A reader that has gone away ends the
// writing silently; what the text says is the callers' business.
#pragma once

#include <string>
#include <string_view>

namespace perf::text {

class Output {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) { buffer_.reserve(capacity * 2); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { flush(); }

  Output& operator<<(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= capacity) flush();
    return *this;
  }
  Output& operator<<(char c) { return *this << std::string_view(&c, 1); }

  // As printf, for what is not written by the million.
  [[gnu::format(printf, 2, 3)]] void print(const char* format, ...);

  // The buffer itself, for writers that append piece by piece; call `settle` now and then.
  std::string& buffer() { return buffer_; }
  void settle() {
    if (buffer_.size() >= capacity) flush();
  }

  void flush();
  // False once a write failed: the reader has gone, or the disk is full (`error` is errno).
  [[nodiscard]] bool ok() const { return error_ == 0; }
  [[nodiscard]] int error() const { return error_; }

 private:
  static constexpr std::size_t capacity = std::size_t{1} << 18;

  int descriptor_;
  int error_ = 0;
  std::string buffer_;
};

}  // namespace perf::text
