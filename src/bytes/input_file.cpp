#include "bytes/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace perf::bytes {

using base::Code;
using base::Error;
using base::Result;

InputFile::InputFile(InputFile&& other) noexcept {
  *this = std::move(other);
}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  std::swap(modified_, other.modified_);
  return *this;
}

InputFile::~InputFile() {
  close();
}

void InputFile::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

Result<InputFile> InputFile::open(const std::string& path) {
  // O_NONBLOCK: opening a FIFO must not wait for a writer.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return Error{Code::cannot_open, base::no_offset, std::uint64_t(errno)};
  return take(descriptor);
}

Result<InputFile> InputFile::take(int descriptor) {
  InputFile file;
  file.descriptor_ = descriptor;
  struct stat status {};
  if (::fstat(file.descriptor_, &status) != 0) {
    return Error{Code::cannot_open, base::no_offset, std::uint64_t(errno)};
  }
  if (!S_ISREG(status.st_mode)) return Code::not_regular;
  file.size_ = static_cast<std::uint64_t>(status.st_size);
  file.modified_ = status.st_mtim.tv_sec;
  return file;
}

Result<std::size_t> InputFile::read_at(std::uint64_t offset, std::span<std::uint8_t> out) const {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = ::pread(descriptor_, out.data() + done, out.size() - done,
                                static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{Code::cannot_read, offset + done, std::uint64_t(errno)};
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

Result<std::vector<std::uint8_t>> InputFile::bytes(std::uint64_t offset, std::uint64_t size) const {
  if (offset > size_ || size > size_ - offset) {
    const std::uint64_t there = offset > size_ ? 0 : size_ - offset;
    return Error{Code::truncated, offset, size - there};
  }
  std::vector<std::uint8_t> data(static_cast<std::size_t>(size));
  const auto got = read_at(offset, data);
  if (!got) return got.error();
  if (*got != data.size()) return Error{Code::truncated, offset, data.size() - *got};
  return data;
}

}  // namespace perf::bytes
