// An append-only sequence whose elements never move, so that readers need no lock while one writer
// (or several under a lock of their own) appends. It grows without copying, and memory behind its
// end is never touched.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <new>
#include <type_traits>
#include <utility>

#include "base/huge_allocator.h"

namespace perf::base {

template <class T>
class StableVector {
  static_assert(std::is_trivially_destructible_v<T>);

 public:
  StableVector() = default;
  StableVector(const StableVector&) = delete;
  StableVector& operator=(const StableVector&) = delete;
  ~StableVector() {
    for (std::size_t chunk = 0; chunk < chunks_.size() && chunks_[chunk] != nullptr; ++chunk) {
      HugeAllocator<T>().deallocate(chunks_[chunk], chunk_size(chunk));
    }
  }

  [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_acquire); }
  [[nodiscard]] const T& operator[](std::size_t index) const { return *place_of(index); }
  [[nodiscard]] T& operator[](std::size_t index) { return *place_of(index); }  // the writer's

  void push_back(T value) {
    const std::size_t index = size_.load(std::memory_order_relaxed);
    const std::size_t chunk = chunk_of(index);
    if (chunk >= chunks_.size()) throw std::bad_alloc();
    if (chunks_[chunk] == nullptr) chunks_[chunk] = HugeAllocator<T>().allocate(chunk_size(chunk));
    new (place_of(index)) T(std::move(value));
    size_.store(index + 1, std::memory_order_release);
  }

 private:
  // Each chunk is as large as all before it: 2^10, 2^10, 2^11, 2^12 … elements.
  static constexpr std::size_t first_bits = 10;
  static constexpr std::size_t chunk_size(std::size_t chunk) {
    return std::size_t{1} << (first_bits + (chunk == 0 ? 0 : chunk - 1));
  }
  static constexpr std::size_t chunk_of(std::size_t index) {
    return static_cast<std::size_t>(std::bit_width(index >> first_bits));
  }
  [[nodiscard]] T* place_of(std::size_t index) const {
    const std::size_t chunk = chunk_of(index);
    return chunks_[chunk] + (chunk == 0 ? index : index - chunk_size(chunk));
  }

  std::array<T*, 22> chunks_{};  // 2^31 elements
  std::atomic<std::size_t> size_{0};
};

}  // namespace perf::base
