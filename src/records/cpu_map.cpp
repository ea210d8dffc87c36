#include "records/cpu_map.h"

#include "records/entries.h"

namespace perf::records {
namespace {

using bytes::Cursor;
using Cpus = std::vector<std::int64_t>;

bytes::View words_of(Cursor& in, std::uint16_t count, std::uint16_t size) {
  return in.take(std::uint64_t{count} * size);
}

Cpus listed(Cursor words) {
  const Entries<std::uint16_t> entries(words);
  Cpus cpus;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    cpus.push_back(static_cast<std::int16_t>(entries[i]) == -1 ? -1 : entries[i]);
  }
  return cpus;
}

// Bytes of a mask are in this machine's order, as its words are.
template <std::integral Word>
Cpus masked(Cursor words) {
  const Entries<Word> entries(words);
  Cpus cpus;
  for (std::size_t i = 0; i < entries.size() * sizeof(Word) * 8; ++i) {
    const std::size_t bits = sizeof(Word) * 8;
    if ((entries[i / bits] >> (i % bits) & 1U) != 0) cpus.push_back(static_cast<std::int64_t>(i));
  }
  return cpus;
}

Cpus ranged(const CpuMap& map) {
  Cpus cpus;
  if (map.any_cpu) cpus.push_back(-1);
  for (std::int64_t cpu = map.start; cpu <= map.end; ++cpu) cpus.push_back(cpu);
  return cpus;
}

}  // namespace

// { u16 form }, then a list { u16 nr, cpu[nr] }, a mask { u16 nr, size; [u32 pad;] words of that
// size } or a range { u8 any, pad; u16 start, end }.
CpuMap parse_cpu_map(Cursor& in) {
  CpuMap out{};
  out.form = in.read<std::uint16_t>();
  if (out.form == CpuMap::list) {
    out.words = words_of(in, in.read<std::uint16_t>(), sizeof(std::uint16_t));
  } else if (out.form == CpuMap::mask) {
    const auto count = in.read<std::uint16_t>();
    out.word_size = in.read<std::uint16_t>();
    if (out.word_size == sizeof(std::uint64_t)) in.skip(4);
    out.words = words_of(in, count, out.word_size);
  } else if (out.form == CpuMap::range) {
    out.any_cpu = in.read<std::uint8_t>() != 0;
    in.skip(1);
    out.start = in.read<std::uint16_t>();
    out.end = in.read<std::uint16_t>();
  }
  return out;
}

std::vector<std::int64_t> cpus_of(const CpuMap& map) {
  if (map.form == CpuMap::range) return ranged(map);
  if (map.form == CpuMap::list) return listed(Cursor(map.words));
  if (map.word_size == sizeof(std::uint32_t)) return masked<std::uint32_t>(Cursor(map.words));
  if (map.word_size == sizeof(std::uint64_t)) return masked<std::uint64_t>(Cursor(map.words));
  return {};
}

}  // namespace perf::records
