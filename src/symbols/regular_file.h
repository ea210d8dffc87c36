// A regular file opened for reading, never a FIFO or device that a hostile path may name, and what
// the file system says of it. What reads its bytes is elsewhere, but for `read_all`.
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <string>

#include "base/result.h"

namespace perf::symbols {

enum class Links : bool { follow, refuse };  // of the path's last part

class RegularFile {
 public:
  static base::Result<RegularFile> open(const std::string& path, Links links = Links::follow);

  RegularFile() = default;
  RegularFile(RegularFile&& other) noexcept;
  RegularFile& operator=(RegularFile&& other) noexcept;
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;
  ~RegularFile();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] const struct stat& status() const { return status_; }

  // The bytes from the start, or from `begin` on, whatever size the file claims (those of /proc
  // claim none), but none beyond `most` of the file.
  [[nodiscard]] base::Result<std::string> read_all(std::size_t most, std::size_t begin = 0) const;

 private:
  int descriptor_ = -1;
  struct stat status_ {};
};

}  // namespace perf::symbols
