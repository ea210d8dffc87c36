#include "live/ring.h"

#include <fcntl.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace perf::live {
namespace {

perf_event_mmap_page& head_of(void* base) {
  return *static_cast<perf_event_mmap_page*>(base);
}

}  // namespace

Ring::Ring(int handle, std::size_t pages, Place place) : place_(place) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t bytes = (pages + 1) * page;
  // A buffer that only the kernel may write into takes our not having read for no hindrance.
  const int rights = place.overwrites ? PROT_READ : PROT_READ | PROT_WRITE;
  void* memory = ::mmap(nullptr, bytes, rights, MAP_SHARED, handle, 0);
  if (memory == MAP_FAILED) {
    error_ = errno;
    return;
  }
  base_ = memory;
  mapped_ = bytes;
  data_ = static_cast<const std::uint8_t*>(memory) + page;
  size_ = pages * page;
  if (place.overwrites) event_ = base::Descriptor(::fcntl(handle, F_DUPFD_CLOEXEC, 0));
}

Ring::Ring(void* memory, std::size_t data_size, bool overwrites)
    : base_(memory),
      data_(static_cast<const std::uint8_t*>(memory) + head_of(memory).data_offset),
      size_(data_size),
      place_{-1, -1, overwrites} {}

Ring::Ring(Ring&& other) noexcept
    : base_(std::exchange(other.base_, nullptr)),
      mapped_(std::exchange(other.mapped_, 0)),
      data_(other.data_),
      size_(other.size_),
      overruns_(other.overruns_),
      taken_(other.taken_),
      place_(other.place_),
      forks_(other.forks_),
      event_(std::move(other.event_)),
      error_(other.error_) {}

Ring::~Ring() {
  if (mapped_ != 0 && is_here()) ::munmap(base_, mapped_);
}

bool Ring::is_here() const {
  return forks_ == base::forks() || mapped_ == 0;
}

std::size_t Ring::drain(std::vector<std::uint8_t>& out) {
  if (base_ == nullptr || !is_here()) return 0;
  return place_.overwrites ? drain_backward(out) : drain_forward(out);
}

std::size_t Ring::drain_forward(std::vector<std::uint8_t>& out) {
  const Pieces pieces = peek();
  out.insert(out.end(), pieces.first.begin(), pieces.first.end());
  out.insert(out.end(), pieces.second.begin(), pieces.second.end());
  release(pieces);
  return pieces.size();
}

Ring::Pieces Ring::peek() {
  if (base_ == nullptr || !is_here()) return {};
  perf_event_mmap_page& page = head_of(base_);
  const std::uint64_t head = std::atomic_ref(page.data_head).load(std::memory_order_acquire);
  const std::uint64_t tail = page.data_tail;  // only we write it
  const std::uint64_t count = head - tail;
  if (count > size_) {
    ++overruns_;
    std::atomic_ref(page.data_tail).store(head, std::memory_order_release);
    return {};
  }
  const std::uint64_t at = tail % size_;
  const std::uint64_t first = std::min(count, size_ - at);
  return {{data_ + at, first}, {data_, count - first}};
}

void Ring::release(const Pieces& pieces) {
  if (pieces.size() == 0) return;
  perf_event_mmap_page& page = head_of(base_);
  const std::uint64_t tail = page.data_tail + pieces.size();
  std::atomic_ref(page.data_tail).store(tail, std::memory_order_release);
}

// The newest record stands first. Where the oldest one ends nobody knows, so all that are whole are
// walked through, and what was taken before is not taken again.
std::size_t Ring::drain_backward(std::vector<std::uint8_t>& out) {
  pause(true);
  const std::uint64_t head =
      std::atomic_ref(head_of(base_).data_head).load(std::memory_order_acquire);
  const std::size_t before = out.size();
  std::vector<std::pair<std::uint64_t, std::uint16_t>> records;  // where, how long
  std::vector<std::uint8_t> bytes;
  std::uint64_t at = head;
  for (std::uint64_t left = std::min(taken_ - head, size_); left >= sizeof(perf_event_header);) {
    bytes.clear();
    append(bytes, at, sizeof(perf_event_header));
    perf_event_header header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.size < sizeof header || header.size > left) break;
    records.emplace_back(at, header.size);
    at += header.size;
    left -= header.size;
  }
  std::reverse(records.begin(), records.end());
  for (const auto& [from, size] : records) append(out, from, size);
  taken_ = head;
  pause(false);
  return out.size() - before;
}

void Ring::append(std::vector<std::uint8_t>& out, std::uint64_t from, std::uint64_t count) const {
  const std::uint64_t at = from % size_;
  const std::uint64_t first = std::min(count, size_ - at);
  out.insert(out.end(), data_ + at, data_ + at + first);
  out.insert(out.end(), data_, data_ + (count - first));
}

void Ring::pause(bool on) const {
  if (event_.get() >= 0) ::ioctl(event_.get(), PERF_EVENT_IOC_PAUSE_OUTPUT, on ? 1 : 0);
}

}  // namespace perf::live
