#include "file/swap_by_content.h"

#include "event/abi.h"
#include "event/attr.h"
#include "file/fields.h"

namespace perf::file {
namespace {

// { u16 form }, then a list { u16 nr, cpu[nr] }, a mask { u16 nr, size; [u32 pad;] words of that
// size } or a range { u8 any, pad; u16 start, end }.
void swap_cpu_map(Fields in) {
  constexpr std::uint16_t mask = 1;
  constexpr std::uint16_t range = 2;
  const auto form = in.swap<std::uint16_t>();
  if (form == range) in.skip(2);
  if (form != mask) return in.all<std::uint16_t>();
  in.swap<std::uint16_t>();
  if (in.swap<std::uint16_t>() == sizeof(std::uint32_t)) return in.all<std::uint32_t>();
  in.skip(4);
  in.all<std::uint64_t>();
}

// { u64 type, u64 id, data }: a number where it is the scale of the event's counts, or its CPUs.
void swap_update(Fields in) {
  constexpr std::uint64_t scale = 1;
  constexpr std::uint64_t cpus = 3;
  const std::uint64_t type = in.word();
  in.words(type == scale ? 2 : 1);
  if (type == cpus) swap_cpu_map(in);
}

// { u32 type, code, cpu, pid, tid, format; u64 ip; [u64 time;] u8 text[64]; u32 guest, vcpu }
void swap_trace_error(Fields in) {
  in.pair();
  in.pair();
  in.swap<std::uint32_t>();
  const auto format = in.swap<std::uint32_t>();
  in.words(format == 0 ? 1 : 2);
  in.skip(64);
  in.pair();
}

// struct perf_event_attr of the size that it says, and the ids behind it.
void swap_attr(std::span<std::uint8_t> body) {
  constexpr std::size_t least = 64;
  bytes::Cursor head(body, true);
  head.skip(sizeof(std::uint32_t));
  const std::size_t told = std::max<std::size_t>(head.read<std::uint32_t>(), least);
  const std::size_t size = std::min(told, body.size());
  Fields in(body.first(size));
  in.pair();    // type, size
  in.words(4);  // config to read_format
  in.bit_field(event::turned_flags);
  in.pair();                 // wakeup_events, bp_type
  in.words(4);               // bp_addr to sample_regs_user
  in.pair();                 // sample_stack_user, clockid
  in.word();                 // sample_regs_intr
  in.swap<std::uint32_t>();  // aux_watermark
  in.swap<std::uint16_t>();  // sample_max_stack
  in.swap<std::uint16_t>();
  in.swap<std::uint32_t>();  // aux_sample_size
  in.bit_field(event::turned_aux_action);
  in.all<std::uint64_t>();
  Fields(body.subspan(size)).all<std::uint64_t>();
}

}  // namespace

bool swap_by_content(std::uint32_t type, std::span<std::uint8_t> body) {
  switch (type) {
    case event::record_header_attr:
      swap_attr(body);
      return true;
    case event::record_auxtrace_error:
      swap_trace_error(Fields(body));
      return true;
    case event::record_cpu_map:
      swap_cpu_map(Fields(body));
      return true;
    case event::record_event_update:
      swap_update(Fields(body));
      return true;
    default:
      return false;
  }
}

}  // namespace perf::file
