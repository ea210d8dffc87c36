#include "base/hash.h"

#include <random>

namespace perf::base {
namespace {

std::uint64_t draw() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32) ^ device();
}

}  // namespace

const std::uint64_t hash_seed = draw();

}  // namespace perf::base
