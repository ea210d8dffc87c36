// Memory for large tables that are read at random: aligned to and asked for as huge pages, which
// spares most of the page-table walks. Small blocks come from the ordinary heap.
#pragma once

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace perf::base {

template <class T>
struct HugeAllocator {
  using value_type = T;  // NOLINT(readability-identifier-naming): what containers ask for
  HugeAllocator() = default;
  template <class U>
  explicit HugeAllocator(const HugeAllocator<U>& /*other*/) {}

  T* allocate(std::size_t count) {
    if (count > static_cast<std::size_t>(-1) / sizeof(T) - huge_page) throw std::bad_alloc();
    const std::size_t size = count * sizeof(T);
    if (size < least) return static_cast<T*>(::operator new(size));
    const std::size_t rounded = (size + huge_page - 1) / huge_page * huge_page;
    void* block = std::aligned_alloc(huge_page, rounded);
    if (block == nullptr) throw std::bad_alloc();
    ::madvise(block, rounded, MADV_HUGEPAGE);
    return static_cast<T*>(block);
  }

  void deallocate(T* block, std::size_t count) {
    if (count * sizeof(T) < least)
      ::operator delete(block);
    else
      std::free(block);  // NOLINT(cppcoreguidelines-no-malloc): of aligned_alloc
  }

  bool operator==(const HugeAllocator&) const = default;

 private:
  static constexpr std::size_t huge_page = std::size_t{2} << 20;
  // What is smaller gains nothing: the translations of so many small pages are kept by the CPU.
  static constexpr std::size_t least = std::size_t{16} << 20;
};

}  // namespace perf::base
