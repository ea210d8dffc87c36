#include "bytes/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "bytes/write_all.h"

namespace perf::bytes {
namespace {

constexpr std::size_t capacity = std::size_t{1} << 18;
constexpr mode_t private_mode = 0600;  // recordings tell much of their user

bool is_special(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

}  // namespace

OutputFile::OutputFile(std::string path, Grows grows) : path_(std::move(path)) {
  if (path_ == "-") {
    descriptor_ = STDOUT_FILENO;
    owned_ = false;
  } else if (is_special(path_)) {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  } else if (grows == Grows::in_place) {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, private_mode);
    seekable_ = descriptor_ >= 0;
  } else {
    open_beside();
  }
  if (descriptor_ < 0) fail(errno);
}

void OutputFile::open_beside() {
  temporary_ = path_ + ".XXXXXX";
  descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
  seekable_ = descriptor_ >= 0;
  if (descriptor_ < 0) temporary_.clear();
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0 && owned_) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::append(View bytes) {
  size_ += bytes.size();
  if (bytes.size() >= capacity) {
    flush();
    if (ok()) fail(write_all(descriptor_, bytes));
    return;
  }
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  if (buffer_.size() >= capacity) flush();
}

void OutputFile::write_at(std::uint64_t offset, View bytes) {
  flush();
  while (ok() && !bytes.empty()) {
    const ssize_t put =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail(errno);
    offset += static_cast<std::uint64_t>(put);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
}

void OutputFile::commit() {
  flush();
  if (!ok() || temporary_.empty()) return;
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return fail(errno);
  temporary_.clear();
}

void OutputFile::flush() {
  if (ok()) fail(write_all(descriptor_, buffer_));
  buffer_.clear();
}

}  // namespace perf::bytes
