// A temporary file without a name: bytes that come only once, out of a pipe or a decoder, kept so
// that any place of them can be read. It goes when it is closed.
#pragma once

#include "bytes/input_file.h"

namespace perf::bytes {

class Spool {
 public:
  static base::Result<Spool> create();
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&& other) = delete;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool();

  base::Result<void> append(View bytes);
  [[nodiscard]] std::uint64_t size() const { return size_; }

  // Ends writing.
  base::Result<InputFile> file() &&;

 private:
  explicit Spool(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  std::uint64_t size_ = 0;
};

// Everything that can still be read from the descriptor of a pipe or socket; Code::cancelled when a
// signal comes first.
base::Result<InputFile> drain(int descriptor);

}  // namespace perf::bytes
