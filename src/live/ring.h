// The buffer that the kernel writes the records of one CPU or thread into (perf_event_open(2), MMAP
// layout), emptied into memory of our own. What the bytes mean is not its business.
#pragma once

#include <cstdint>
#include <vector>

namespace perf::live {

class Ring {
 public:
  // Maps the buffer of an open event: `pages` of data, a power of two. error() tells how it went.
  Ring(int handle, std::size_t pages, int cpu, int thread);
  // Over memory laid out as the kernel's, which stays the caller's.
  Ring(void* memory, std::size_t data_size);
  Ring(Ring&& other) noexcept;
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring();

  [[nodiscard]] int error() const { return error_; }  // errno
  [[nodiscard]] int cpu() const { return cpu_; }
  [[nodiscard]] int thread() const { return thread_; }

  // Moves all that is there behind the end of `out`; the number of bytes.
  std::size_t drain(std::vector<std::uint8_t>& out);
  // How often more was written than the buffer holds, which the kernel never does to a reader: then
  // all of it was thrown away.
  [[nodiscard]] std::uint64_t overruns() const { return overruns_; }

 private:
  void* base_ = nullptr;
  std::size_t mapped_ = 0;  // bytes, 0: the memory is the caller's
  const std::uint8_t* data_ = nullptr;
  std::uint64_t size_ = 0;
  std::uint64_t overruns_ = 0;
  int cpu_ = -1, thread_ = -1;
  int error_ = 0;
};

}  // namespace perf::live
