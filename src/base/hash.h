// The hash of every table in the core: 64 bits, fast on short runs of words, seeded once a process
// so that no file can be made to collide. Not for anything that is stored.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>

namespace perf::base {

extern const std::uint64_t hash_seed;

inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t hash_word(std::uint64_t word) {
  return mix(word ^ hash_seed, 0x9e3779b97f4a7c15ULL);
}

// Two numbers as one, which no other two give.
inline std::uint64_t pack(std::uint32_t high, std::uint32_t low) {
  return (std::uint64_t{high} << 32) | low;
}

inline std::uint64_t hash_pair(std::uint64_t a, std::uint64_t b) {
  return mix(a ^ hash_seed, b ^ 0xa0761d6478bd642fULL) ^ hash_word(a + b);
}

// `bytes` is read in whole words; what is left over at the end does not count.
inline std::uint64_t hash_words(std::span<const std::uint8_t> bytes, std::uint64_t seed) {
  std::uint64_t even = seed ^ hash_seed;
  std::uint64_t odd = 0x8bb84b93962eacc9ULL ^ bytes.size();
  const std::uint8_t* at = bytes.data();
  std::size_t words = bytes.size() / 8;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  for (; words >= 2; words -= 2, at += 16) {
    std::memcpy(&a, at, 8);
    std::memcpy(&b, at + 8, 8);
    even = mix(even ^ a, 0xe7037ed1a0b428dbULL ^ b);
    odd = (odd ^ even) * 0x9e3779b97f4a7c15ULL;
  }
  if (words != 0) {
    std::memcpy(&a, at, 8);
    even = mix(even ^ a, 0x589965cc75374cc3ULL ^ odd);
  }
  return mix(even ^ odd, 0x1d8e4e27c47d124fULL);
}

}  // namespace perf::base
