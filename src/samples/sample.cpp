#include "samples/sample.h"

#include <bit>

#include "event/abi.h"

namespace perf::samples {
namespace {

using bytes::Cursor;
using event::Layout;

Words take_words(Cursor& in, std::uint64_t count) {
  return Words(in.take(count > in.left() / 8 ? ~0ULL : count * 8));
}

unsigned value_words(std::uint64_t format) {
  return 1U + ((format & event::format_id) != 0 ? 1U : 0U) +
         ((format & event::format_lost) != 0 ? 1U : 0U);
}

// { [nr], [time_enabled], [time_running], then value, [id], [lost] once or nr times }
ReadValues parse_read(Cursor& in, std::uint64_t format) {
  ReadValues out;
  out.format = format;
  const bool enabled = (format & event::format_total_time_enabled) != 0;
  const bool running = (format & event::format_total_time_running) != 0;
  if ((format & event::format_group) != 0) {
    out.count = in.read<std::uint64_t>();
    if (enabled) out.time_enabled = in.read<std::uint64_t>();
    if (running) out.time_running = in.read<std::uint64_t>();
    const std::uint64_t fits = in.left() / 8 / value_words(format);
    out.words = take_words(in, out.count > fits ? ~0ULL : out.count * value_words(format));
    return out;
  }
  out.count = 1;  // a single value stands before the times, its id and loss count after them
  const unsigned times = (enabled ? 1U : 0U) + (running ? 1U : 0U);
  out.words = take_words(in, value_words(format) + times);
  if (!in.ok()) return out;
  if (enabled) out.time_enabled = out.words[1];
  if (running) out.time_running = out.words[times];
  return out;
}

Registers parse_registers(Cursor& in, std::uint64_t mask) {
  Registers out;
  out.abi = in.read<std::uint64_t>();
  if (out.abi != 0) out.values = take_words(in, static_cast<unsigned>(std::popcount(mask)));
  return out;
}

void parse_branches(Cursor& in, const Layout& layout, Sample& out) {
  const auto count = in.read<std::uint64_t>();
  if ((layout.branch_sample_type & event::branch_hw_index) != 0) {
    out.branch_hw_idx = in.read<std::uint64_t>();
  }
  out.has_branches = true;
  out.branches = take_words(in, count > in.left() / 24 ? ~0ULL : count * 3);
  if ((layout.branch_sample_type & event::branch_counters) != 0) {
    out.branch_counters = take_words(in, count);
  }
}

// { u64 size; u8 data[size]; u64 dyn_size } where dyn_size is what was really copied.
bytes::View parse_stack(Cursor& in) {
  const auto size = in.read<std::uint64_t>();
  if (size == 0) return {};
  const bytes::View data = in.take(size);
  const auto dumped = in.read<std::uint64_t>();
  return data.first(static_cast<std::size_t>(std::min<std::uint64_t>(dumped, data.size())));
}

void parse_weight(Cursor& in, const Layout& layout, Sample& out) {
  const auto word = in.read<std::uint64_t>();
  if ((layout.sample_type & event::sample_weight_struct) == 0) {
    out.weight = word;
    return;
  }
  out.weight = word & 0xffffffffU;
  out.ins_lat = static_cast<std::uint16_t>(word >> 32);
  out.weight3 = static_cast<std::uint16_t>(word >> 48);
}

void parse_fixed(Cursor& in, const Layout& layout, Sample& out) {
  const auto has = [&](std::uint64_t bit) { return (layout.sample_type & bit) != 0; };
  if (has(event::sample_identifier)) out.id = in.read<std::uint64_t>();
  if (has(event::sample_ip)) out.ip = in.read<std::uint64_t>();
  if (has(event::sample_tid)) {
    out.pid = in.read<std::uint32_t>();
    out.tid = in.read<std::uint32_t>();
  }
  if (has(event::sample_time)) out.time = in.read<std::uint64_t>();
  if (has(event::sample_addr)) out.addr = in.read<std::uint64_t>();
  if (has(event::sample_id)) out.id = in.read<std::uint64_t>();
  if (has(event::sample_stream_id)) out.stream_id = in.read<std::uint64_t>();
  if (has(event::sample_cpu)) {
    out.cpu = in.read<std::uint32_t>();
    in.skip(4);
  }
  out.period = has(event::sample_period) ? in.read<std::uint64_t>() : layout.fixed_period;
}

// What follows the fixed part, in the kernel's order, which is not the order of the bits.
void parse_variable(Cursor& in, const Layout& layout, Sample& out) {
  const auto has = [&](std::uint64_t bit) { return (layout.sample_type & bit) != 0; };
  if (has(event::sample_read)) out.read = parse_read(in, layout.read_format);
  if (has(event::sample_callchain)) {
    out.has_callchain = true;
    out.callchain = take_words(in, in.read<std::uint64_t>());
  }
  if (has(event::sample_raw)) out.raw = in.take(in.read<std::uint32_t>());
  if (has(event::sample_branch_stack)) parse_branches(in, layout, out);
  if (has(event::sample_regs_user)) out.user_regs = parse_registers(in, layout.regs_user);
  if (has(event::sample_stack_user)) out.user_stack = parse_stack(in);
  if (has(event::sample_weight | event::sample_weight_struct)) parse_weight(in, layout, out);
  if (has(event::sample_data_src)) out.data_src = in.read<std::uint64_t>();
  if (has(event::sample_transaction)) out.transaction = in.read<std::uint64_t>();
  if (has(event::sample_regs_intr)) out.intr_regs = parse_registers(in, layout.regs_intr);
  if (has(event::sample_phys_addr)) out.phys_addr = in.read<std::uint64_t>();
  if (has(event::sample_cgroup)) out.cgroup = in.read<std::uint64_t>();
  if (has(event::sample_data_page_size)) out.data_page_size = in.read<std::uint64_t>();
  if (has(event::sample_code_page_size)) out.code_page_size = in.read<std::uint64_t>();
  if (has(event::sample_aux)) out.aux = in.take(in.read<std::uint64_t>());
}

}  // namespace

ReadValue ReadValues::at(std::size_t index) const {
  ReadValue out;
  const bool has_id = (format & event::format_id) != 0;
  const bool has_lost = (format & event::format_lost) != 0;
  if ((format & event::format_group) == 0) {
    out.value = words[0];
    if (has_lost) out.lost = words[words.size() - 1];
    if (has_id) out.id = words[words.size() - (has_lost ? 2 : 1)];
    return out;
  }
  const std::size_t base = index * value_words(format);
  out.value = words[base];
  if (has_id) out.id = words[base + 1];
  if (has_lost) out.lost = words[base + (has_id ? 2 : 1)];
  return out;
}

base::Result<Sample> parse(const records::RawRecord& record, const Layout& layout) {
  Sample out;
  out.misc = record.misc;
  Cursor in(record.body);
  parse_fixed(in, layout, out);
  parse_variable(in, layout, out);
  if (!in.ok()) return base::Error{base::Code::bad_sample, record.offset};
  return out;
}

}  // namespace perf::samples
