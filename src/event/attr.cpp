#include "event/attr.h"

namespace perf::event {
namespace {

constexpr std::uint32_t attr_size_ver0 = 64;

// On a foreign-endian file the bit-field runs from the most significant bit of each byte.
std::uint64_t flags_of(std::uint64_t raw, bool swap) {
  if (!swap) return raw;
  std::uint64_t out = 0;
  for (unsigned bit = 0; bit < 64; ++bit) {
    const unsigned mirrored = (bit & ~7U) | (7U - (bit & 7U));
    if (((raw >> bit) & 1U) != 0) out |= 1ULL << mirrored;
  }
  // precise_ip has two bits, whose order turned round with the others'.
  constexpr std::uint64_t precise = 3ULL << 15;
  const std::uint64_t turned = ((out & (1ULL << 15)) << 1) | ((out & (1ULL << 16)) >> 1);
  return (out & ~precise) | turned;
}

std::uint64_t optional_u64(bytes::Cursor& cursor) {
  return cursor.left() >= 8 ? cursor.read<std::uint64_t>() : 0;
}

std::uint32_t optional_u32(bytes::Cursor& cursor) {
  return cursor.left() >= 4 ? cursor.read<std::uint32_t>() : 0;
}

}  // namespace

base::Result<Attr> parse_attr(bytes::View bytes, bool swap) {
  bytes::Cursor cursor(bytes, swap);
  Attr attr;
  attr.type = cursor.read<std::uint32_t>();
  attr.size = cursor.read<std::uint32_t>();
  if (attr.size == 0) attr.size = attr_size_ver0;
  if (attr.size < attr_size_ver0 || attr.size > bytes.size()) {
    return base::Error{base::Code::bad_attr, base::no_offset, attr.size};
  }
  cursor = bytes::Cursor(bytes.subspan(8, attr.size - 8), swap);
  attr.config = cursor.read<std::uint64_t>();
  attr.sample_period = cursor.read<std::uint64_t>();
  attr.sample_type = cursor.read<std::uint64_t>();
  attr.read_format = cursor.read<std::uint64_t>();
  // The bytes of a bit-field keep their places in both byte orders; only the bits inside turn
  // round.
  bytes::Cursor raw_flags(cursor.take(8));
  attr.flags = flags_of(raw_flags.read<std::uint64_t>(), swap);
  attr.wakeup_events = cursor.read<std::uint32_t>();
  attr.bp_type = cursor.read<std::uint32_t>();
  attr.config1 = cursor.read<std::uint64_t>();
  attr.config2 = optional_u64(cursor);
  attr.branch_sample_type = optional_u64(cursor);
  attr.sample_regs_user = optional_u64(cursor);
  attr.sample_stack_user = optional_u32(cursor);
  attr.clockid = static_cast<std::int32_t>(optional_u32(cursor));
  attr.sample_regs_intr = optional_u64(cursor);
  attr.aux_watermark = optional_u32(cursor);
  attr.sample_max_stack = static_cast<std::uint16_t>(optional_u32(cursor));
  attr.aux_sample_size = optional_u32(cursor);
  attr.aux_action = optional_u32(cursor);
  attr.sig_data = optional_u64(cursor);
  attr.config3 = optional_u64(cursor);
  attr.config4 = optional_u64(cursor);
  return attr;
}

}  // namespace perf::event
