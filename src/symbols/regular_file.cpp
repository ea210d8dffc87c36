#include "symbols/regular_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace perf::symbols {
namespace {

// One piece that takes in the files of /proc, which claim no size: growing costs more than reading.
constexpr std::size_t size_of_a_kallsyms = std::size_t{8} << 20;

base::Error failure(base::Code code) {
  return {.code = code, .value = static_cast<std::uint64_t>(errno)};
}

}  // namespace

base::Result<RegularFile> RegularFile::open(const std::string& path, Links links) {
  RegularFile file;
  // Asked before opening too: opening alone has effects on some devices.
  if (::stat(path.c_str(), &file.status_) != 0) return failure(base::Code::cannot_open);
  if (!S_ISREG(file.status_.st_mode)) return base::Code::not_regular;
  const int link_flag = links == Links::refuse ? O_NOFOLLOW : 0;
  file.descriptor_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | link_flag);
  if (file.descriptor_ < 0 || ::fstat(file.descriptor_, &file.status_) != 0) {
    return failure(base::Code::cannot_open);
  }
  if (!S_ISREG(file.status_.st_mode)) return base::Code::not_regular;
  return file;
}

RegularFile::RegularFile(RegularFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), status_(other.status_) {}

RegularFile& RegularFile::operator=(RegularFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  status_ = other.status_;
  return *this;
}

RegularFile::~RegularFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Result<std::string> RegularFile::read_all(std::size_t most, std::size_t begin) const {
  std::string text;
  most -= std::min(most, begin);
  const auto whole = static_cast<std::size_t>(status_.st_size);
  const std::size_t claimed = whole - std::min(whole, begin);
  const std::size_t first = claimed == 0 ? size_of_a_kallsyms : claimed + 1;
  std::size_t size = 0;
  while (size < most) {
    if (size == text.size()) text.resize(std::min(most, std::max(2 * size, first)));
    const ssize_t got = ::pread(descriptor_, text.data() + size, text.size() - size,
                                static_cast<off_t>(begin + size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(base::Code::cannot_read);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

}  // namespace perf::symbols
