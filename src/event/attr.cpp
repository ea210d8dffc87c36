#include "event/attr.h"

#include <algorithm>

namespace perf::event {
namespace {

constexpr std::uint32_t attr_size_ver0 = 64;

// Bit-fields keep their bytes in both orders; inside each the bits run from the other end.
template <std::unsigned_integral T>
T turned_bits(T raw) {
  T out = 0;
  for (unsigned bit = 0; bit < sizeof(T) * 8; ++bit) {
    const unsigned mirrored = (bit & ~7U) | (7U - (bit & 7U));
    if (((raw >> bit) & 1U) != 0) out |= T{1} << mirrored;
  }
  return out;
}

std::uint64_t optional_u64(bytes::Cursor& cursor) {
  return cursor.left() >= 8 ? cursor.read<std::uint64_t>() : 0;
}

std::uint16_t optional_u16(bytes::Cursor& cursor) {
  return cursor.left() >= 2 ? cursor.read<std::uint16_t>() : std::uint16_t{0};
}

std::uint32_t optional_u32(bytes::Cursor& cursor) {
  return cursor.left() >= 4 ? cursor.read<std::uint32_t>() : 0;
}

}  // namespace

std::uint64_t turned_flags(std::uint64_t raw) {
  const std::uint64_t out = turned_bits(raw);
  // precise_ip has two bits, whose order turned round with the others'.
  constexpr std::uint64_t precise = 3ULL << 15;
  const std::uint64_t turned = ((out & (1ULL << 15)) << 1) | ((out & (1ULL << 16)) >> 1);
  return (out & ~precise) | turned;
}

std::uint32_t turned_aux_action(std::uint32_t raw) {
  return turned_bits(raw);
}

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
  bytes::Cursor flags(cursor.take(8));
  attr.flags = flags.read<std::uint64_t>();
  if (swap) attr.flags = turned_flags(attr.flags);
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
  attr.sample_max_stack = optional_u16(cursor);
  (void)optional_u16(cursor);  // reserved
  attr.aux_sample_size = optional_u32(cursor);
  attr.aux_action = optional_u32(cursor);
  if (swap) attr.aux_action = turned_aux_action(bytes::byte_swapped(attr.aux_action));
  attr.sig_data = optional_u64(cursor);
  attr.config3 = optional_u64(cursor);
  attr.config4 = optional_u64(cursor);
  return attr;
}

std::uint32_t written_size(const Attr& attr) {
  if (attr.config4 != 0) return 144;
  if (attr.config3 != 0) return 136;
  if (attr.sig_data != 0) return 128;
  if (attr.aux_sample_size != 0 || attr.aux_action != 0) return 120;
  return 112;  // since 4.1; every reader since then knows it
}

void put_attr(const Attr& attr, std::uint32_t size, bytes::Builder& out) {
  const std::size_t begin = out.size();
  bytes::Builder whole;
  whole.put(attr.type).put(size).put(attr.config).put(attr.sample_period).put(attr.sample_type);
  whole.put(attr.read_format).put(attr.flags).put(attr.wakeup_events).put(attr.bp_type);
  whole.put(attr.config1).put(attr.config2).put(attr.branch_sample_type);
  whole.put(attr.sample_regs_user).put(attr.sample_stack_user).put(attr.clockid);
  whole.put(attr.sample_regs_intr).put(attr.aux_watermark);
  whole.put(std::uint32_t{attr.sample_max_stack}).put(attr.aux_sample_size).put(attr.aux_action);
  whole.put(attr.sig_data).put(attr.config3).put(attr.config4);
  out.put(whole.view().first(std::min<std::size_t>(size, whole.size()))).fill(begin + size);
}

}  // namespace perf::event
