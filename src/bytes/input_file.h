// A regular file opened for reading at any place, by pread, so that a file that shrinks while it is
// read is an error and not a SIGBUS. It knows nothing of what the bytes mean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "bytes/cursor.h"

namespace perf::bytes {

class InputFile {
 public:
  InputFile() = default;
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  static base::Result<InputFile> open(const std::string& path);
  // Takes the descriptor of a regular file over.
  static base::Result<InputFile> take(int descriptor);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::int64_t modified_seconds() const { return modified_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  void close();

  // Fills `out` from `offset`; the number of bytes read is smaller only at the end of the file.
  base::Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) const;

  // The `size` bytes at `offset`, or Code::truncated when the file does not hold them.
  [[nodiscard]] base::Result<std::vector<std::uint8_t>> bytes(std::uint64_t offset,
                                                              std::uint64_t size) const;

 private:
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  std::int64_t modified_ = 0;
};

}  // namespace perf::bytes
