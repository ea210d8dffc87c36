#include "text/output.h"

#include <cstdarg>
#include <cstdio>

#include "bytes/write_all.h"

namespace perf::text {

void Output::print(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  const int size = std::vsnprintf(nullptr, 0, format, arguments);
  va_end(arguments);
  if (size > 0) {
    const std::size_t at = buffer_.size();
    buffer_.resize(at + static_cast<std::size_t>(size) + 1);
    std::vsnprintf(buffer_.data() + at, static_cast<std::size_t>(size) + 1, format, again);
    buffer_.resize(at + static_cast<std::size_t>(size));
  }
  va_end(again);
  settle();
}

void Output::flush() {
  const auto* first = reinterpret_cast<const std::uint8_t*>(buffer_.data());
  if (error_ == 0) error_ = bytes::write_all(descriptor_, {first, buffer_.size()});
  buffer_.clear();
}

}  // namespace perf::text
