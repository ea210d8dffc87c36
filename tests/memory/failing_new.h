// The operator new of the whole program: it can be told to fail, and knows what is still in use.
#pragma once

#include <cstdint>

namespace perf::test {

enum class Failure : std::uint8_t { once, from_then_on };

// While one lives, the `number`-th allocation from its making on fails, in whatever thread; 0:
// none.
class FailingNew {
 public:
  FailingNew(std::uint64_t number, Failure failure);
  FailingNew(const FailingNew&) = delete;
  FailingNew& operator=(const FailingNew&) = delete;
  ~FailingNew();

  // How many there were.
  [[nodiscard]] static std::uint64_t count();
};

// Blocks that were allocated and are not freed.
std::int64_t living_blocks();

}  // namespace perf::test
