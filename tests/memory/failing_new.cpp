#include "failing_new.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint64_t> failing{0};  // 0: none
std::atomic<std::uint64_t> counted{0};
std::atomic<bool> for_good{false};
std::atomic<std::int64_t> living{0};

void* allocated(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  ++living;
  return block;
}

void may_fail() {
  const std::uint64_t number = ++counted;
  const std::uint64_t wanted = failing;
  if (wanted != 0 && (number == wanted || (for_good && number > wanted))) throw std::bad_alloc();
}

void release(void* block) {
  if (block != nullptr) --living;
  std::free(block);
}

}  // namespace

namespace perf::test {

FailingNew::FailingNew(std::uint64_t number, Failure failure) {
  for_good = failure == Failure::from_then_on;
  counted = 0;
  failing = number;
}

FailingNew::~FailingNew() {
  failing = 0;
}

std::uint64_t FailingNew::count() {
  return counted;
}

std::int64_t living_blocks() {
  return living;
}

}  // namespace perf::test

// All forms: a sanitizer brings its own of those that are left out, which do not fit to these.
void* operator new(std::size_t size) {
  may_fail();
  return allocated(std::malloc(size == 0 ? 1 : size));
}

void* operator new(std::size_t size, const std::nothrow_t& /*nothrow*/) noexcept {
  try {
    return ::operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

void* operator new[](std::size_t size) {
  return ::operator new(size);
}

void* operator new(std::size_t size, std::align_val_t alignment) {
  may_fail();
  const auto unit = static_cast<std::size_t>(alignment);
  return allocated(std::aligned_alloc(unit, (size + unit - 1) / unit * unit));
}

void operator delete(void* block) noexcept {
  release(block);
}
void operator delete(void* block, std::size_t /*size*/) noexcept {
  release(block);
}
void operator delete(void* block, const std::nothrow_t& /*nothrow*/) noexcept {
  release(block);
}
void operator delete[](void* block) noexcept {
  release(block);
}
void operator delete[](void* block, std::size_t /*size*/) noexcept {
  release(block);
}
void operator delete(void* block, std::align_val_t /*alignment*/) noexcept {
  release(block);
}
void operator delete(void* block, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
  release(block);
}
