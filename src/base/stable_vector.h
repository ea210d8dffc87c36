// An append-only sequence whose elements never move, so that readers need no lock while one writer
// (or several under a lock of their own) appends.
#pragma once

#include <atomic>
#include <memory>
#include <new>

namespace perf::base {

template <class T>
class StableVector {
 public:
  [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_acquire); }
  [[nodiscard]] const T& operator[](std::size_t index) const {
    return chunks_[index >> chunk_bits][index & (chunk_size - 1)];
  }

  void push_back(T value) {
    const std::size_t index = size_.load(std::memory_order_relaxed);
    if (index >> chunk_bits >= chunk_count) throw std::bad_alloc();
    Chunk& chunk = chunks_[index >> chunk_bits];
    if (!chunk) chunk = std::make_unique<T[]>(chunk_size);
    chunk[index & (chunk_size - 1)] = std::move(value);
    size_.store(index + 1, std::memory_order_release);
  }

 private:
  static constexpr std::size_t chunk_bits = 14;
  static constexpr std::size_t chunk_size = std::size_t{1} << chunk_bits;
  static constexpr std::size_t chunk_count = std::size_t{1} << 16;  // 2^30 elements

  using Chunk = std::unique_ptr<T[]>;

  std::unique_ptr<Chunk[]> chunks_ = std::make_unique<Chunk[]>(chunk_count);
  std::atomic<std::size_t> size_{0};
};

}  // namespace perf::base
