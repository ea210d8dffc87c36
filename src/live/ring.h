// The buffer that the kernel writes the records of one CPU or thread into (perf_event_open(2), MMAP
// layout), emptied into memory of our own or read in place. It looks at no more of the bytes than
// how long each record is, and that only where the kernel writes them from the end to the
// beginning.
#pragma once

#include <cstdint>
#include <vector>

#include "base/descriptor.h"
#include "base/forks.h"
#include "bytes/cursor.h"

namespace perf::live {

class Ring {
 public:
  struct Place {
    int cpu = -1, thread = -1;
    bool overwrites = false;  // what is not read in time: the event has write_backward
    bool operator==(const Place&) const = default;
  };

  // Maps the buffer of an open event: `pages` of data, a power of two. error() tells how it went.
  Ring(int handle, std::size_t pages, Place place);
  // Over memory laid out as the kernel's, which stays the caller's.
  Ring(void* memory, std::size_t data_size, bool overwrites = false);
  Ring(Ring&& other) noexcept;
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  ~Ring();

  [[nodiscard]] int error() const { return error_; }  // errno
  // False in a child that was forked since: the kernel gives it no buffers, and this one is empty.
  [[nodiscard]] bool is_here() const;
  [[nodiscard]] const Place& place() const { return place_; }

  // Moves all that is there behind the end of `out`, oldest first; the number of bytes. Nothing is
  // written meanwhile where it would be written over.
  std::size_t drain(std::vector<std::uint8_t>& out);
  // What is there, oldest first: in one piece, or in two where it goes round the end. It stays in
  // place until release(). Not of a buffer that overwrites.
  struct Pieces {
    bytes::View first, second;
    [[nodiscard]] std::size_t size() const { return first.size() + second.size(); }
  };
  [[nodiscard]] Pieces peek();
  void release(const Pieces& pieces);
  // How often more was written than the buffer holds, which the kernel never does to a reader: then
  // all of it was thrown away.
  [[nodiscard]] std::uint64_t overruns() const { return overruns_; }

 private:
  std::size_t drain_forward(std::vector<std::uint8_t>& out);
  std::size_t drain_backward(std::vector<std::uint8_t>& out);
  void append(std::vector<std::uint8_t>& out, std::uint64_t from, std::uint64_t count) const;
  void pause(bool on) const;

  void* base_ = nullptr;
  std::size_t mapped_ = 0;  // bytes, 0: the memory is the caller's
  const std::uint8_t* data_ = nullptr;
  std::uint64_t size_ = 0;
  std::uint64_t overruns_ = 0;
  std::uint64_t taken_ = 0;  // up to where a buffer that overwrites was emptied
  Place place_;
  unsigned forks_ = base::forks();
  base::Descriptor event_;  // of a buffer that overwrites, to pause it
  int error_ = 0;
};

}  // namespace perf::live
