#include "text/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>

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
  std::string_view left = buffer_;
  while (error_ == 0 && !left.empty()) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0)
      error_ = errno;
    else
      left.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

}  // namespace perf::text
