#include "base/hash.h"

#include <random>

namespace perf::base {
namespace {

std::uint64_t draw() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32) ^ device();
}

}  // namespace

// A machine without chance lets no program begin.
const std::uint64_t hash_seed = draw();  // NOLINT(bugprone-throwing-static-initialization)

}  // namespace perf::base
