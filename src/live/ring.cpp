#include "live/ring.h"

#include <linux/perf_event.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <utility>

namespace perf::live {
namespace {

perf_event_mmap_page& head_of(void* base) {
  return *static_cast<perf_event_mmap_page*>(base);
}

}  // namespace

Ring::Ring(int handle, std::size_t pages, int cpu, int thread) : cpu_(cpu), thread_(thread) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t bytes = (pages + 1) * page;
  void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
  if (memory == MAP_FAILED) {
    error_ = errno;
    return;
  }
  base_ = memory;
  mapped_ = bytes;
  data_ = static_cast<const std::uint8_t*>(memory) + page;
  size_ = pages * page;
}

Ring::Ring(void* memory, std::size_t data_size)
    : base_(memory),
      data_(static_cast<const std::uint8_t*>(memory) + head_of(memory).data_offset),
      size_(data_size) {}

Ring::Ring(Ring&& other) noexcept
    : base_(std::exchange(other.base_, nullptr)),
      mapped_(std::exchange(other.mapped_, 0)),
      data_(other.data_),
      size_(other.size_),
      overruns_(other.overruns_),
      cpu_(other.cpu_),
      thread_(other.thread_),
      error_(other.error_) {}

Ring::~Ring() {
  if (mapped_ != 0) ::munmap(base_, mapped_);
}

std::size_t Ring::drain(std::vector<std::uint8_t>& out) {
  if (base_ == nullptr) return 0;
  perf_event_mmap_page& page = head_of(base_);
  const std::uint64_t head = std::atomic_ref(page.data_head).load(std::memory_order_acquire);
  const std::uint64_t tail = page.data_tail;  // only we write it
  std::uint64_t count = head - tail;
  if (count > size_) {
    ++overruns_;
    count = 0;
  }
  const std::uint64_t at = tail % size_;
  const std::uint64_t first = std::min(count, size_ - at);
  out.insert(out.end(), data_ + at, data_ + at + first);
  out.insert(out.end(), data_, data_ + (count - first));
  std::atomic_ref(page.data_tail).store(head, std::memory_order_release);
  return count;
}

}  // namespace perf::live
