#include "file/swap.h"

#include <bit>

#include "file/fields.h"
#include "file/old_dialect.h"
#include "file/swap_by_content.h"
#include "records/record.h"

namespace perf::file {
namespace {

using event::Layout;

// A record's fields in order: 2, 4 and 8 are numbers of so many bytes, p, b, c and n are 2, 24, 16
// and 512 bytes that stay, * and # stand for numbers of 8 and 4 bytes up to the end, r for
// beginning again behind the first field. What is not named stays.
const char* fields_of(std::uint32_t type, std::uint16_t misc) {
  switch (type) {
    case event::record_mmap:
      return "44888";
    case event::record_lost:
      return "88";
    case event::record_comm:
    case event::record_itrace_start:
    case event::record_switch_cpu_wide:
      return "44";
    case event::record_exit:
    case event::record_fork:
      return "44448";
    case event::record_throttle:
    case event::record_unthrottle:
    case event::record_aux:
      return "888";
    case event::record_read:
    case event::record_namespaces:
    case event::record_auxtrace_info:
      return "44*";
    case event::record_mmap2:
      return (misc & event::misc_mmap_build_id) != 0 ? "44888b44" : "44888448844";
    case event::record_lost_samples:
    case event::record_cgroup:
    case event::record_aux_output_hw_id:
    case event::record_header_event_type:
    case event::record_header_feature:
    case event::record_compressed2:
      return "8";
    case event::record_ksymbol:
      return "8422";
    case event::record_bpf_event:
      return "224";
    case event::record_text_poke:
      return "822";
    case event::record_callchain_deferred:
    case event::record_id_index:
    case event::record_stat_config:
      return "*";
    case event::record_header_tracing_data:
    case event::record_header_build_id:
      return "4";
    case event::record_auxtrace:
      return "8884444";
    case event::record_thread_map:
      return "88cr";
    case event::record_schedstat_cpu:
      return "842p444444*";
    case event::record_schedstat_domain:
      return "8422c#";
    case event::record_bpf_metadata:
      return "n8";
    case event::record_stat:
      return "844888";
    case event::record_stat_round:
      return "88";
    case event::record_time_conv:
      return "88888";
    default:
      return "";
  }
}

void swap_fields(const char* fields, Fields in) {
  const char* again = fields + 1;
  for (const char* field = fields; *field != '\0' && in.left() != 0; ++field) {
    switch (*field) {
      case '2':
        in.swap<std::uint16_t>();
        break;
      case '4':
        in.swap<std::uint32_t>();
        break;
      case '8':
        in.word();
        break;
      case 'p':
        in.skip(2);
        break;
      case 'b':
        in.skip(24);
        break;
      case 'c':
        in.skip(16);
        break;
      case 'n':
        in.skip(512);
        break;
      case 'r':
        field = again - 1;
        break;
      case '#':
        return in.all<std::uint32_t>();
      default:
        return in.all<std::uint64_t>();
    }
  }
}

// struct perf_branch_entry's bit-field runs from the other end of the word.
std::uint64_t turned_branch_flags(std::uint64_t raw) {
  const std::uint64_t flags = bytes::byte_swapped(raw);
  constexpr unsigned widths[] = {1, 1, 1, 1, 16, 4, 2, 4, 3};
  std::uint64_t out = 0;
  unsigned first = 0;
  for (const unsigned width : widths) {
    out |= (flags >> (64 - first - width) & ((1ULL << width) - 1)) << first;
    first += width;
  }
  return out;
}

void swap_read(Fields& in, std::uint64_t format) {
  const auto bit = [&](std::uint64_t flag) { return (format & flag) != 0 ? 1U : 0U; };
  const unsigned times =
      bit(event::format_total_time_enabled) + bit(event::format_total_time_running);
  const unsigned each = 1 + bit(event::format_id) + bit(event::format_lost);
  if (bit(event::format_group) == 0) return in.words(times + each);
  const std::uint64_t count = std::min<std::uint64_t>(in.word(), in.left() / 8);
  in.words(times + count * each);
}

void swap_branches(Fields& in, const Layout& layout) {
  const std::uint64_t count = in.word();
  if ((layout.branch_sample_type & event::branch_hw_index) != 0) in.word();
  for (std::uint64_t i = 0; i < count && in.left() != 0; ++i) {
    in.words(2);
    in.bit_field(turned_branch_flags);
  }
  if ((layout.branch_sample_type & event::branch_counters) != 0) in.words(count);
}

void swap_registers(Fields& in, std::uint64_t mask) {
  if (in.word() != 0) in.words(static_cast<unsigned>(std::popcount(mask)));
}

void swap_stack(Fields& in) {
  const std::uint64_t size = in.word();
  if (size == 0) return;
  in.skip(size);
  in.word();
}

void swap_fixed_part(Fields& in, std::uint64_t type) {
  const auto has = [&](std::uint64_t bit) { return (type & bit) != 0; };
  if (has(event::sample_identifier)) in.word();
  if (has(event::sample_ip)) in.word();
  if (has(event::sample_tid)) in.pair();
  if (has(event::sample_time)) in.word();
  if (has(event::sample_addr)) in.word();
  if (has(event::sample_id)) in.word();
  if (has(event::sample_stream_id)) in.word();
  if (has(event::sample_cpu)) in.pair();
  if (has(event::sample_period)) in.word();
}

// The struct of weights and the data source are declared so that the whole word is the same number
// in both orders.
void swap_variable_part(Fields& in, const Layout& layout) {
  const auto has = [&](std::uint64_t bit) { return (layout.sample_type & bit) != 0; };
  if (has(event::sample_read)) swap_read(in, layout.read_format);
  if (has(event::sample_callchain)) in.words(in.word());
  if (has(event::sample_raw)) in.skip(in.swap<std::uint32_t>());
  if (has(event::sample_branch_stack)) swap_branches(in, layout);
  if (has(event::sample_regs_user)) swap_registers(in, layout.regs_user);
  if (has(event::sample_stack_user)) swap_stack(in);
  if (has(event::sample_weight | event::sample_weight_struct)) in.word();
  if (has(event::sample_data_src)) in.word();
  if (has(event::sample_transaction)) in.word();
  if (has(event::sample_regs_intr)) swap_registers(in, layout.regs_intr);
  if (has(event::sample_phys_addr)) in.word();
  if (has(event::sample_cgroup)) in.word();
  if (has(event::sample_data_page_size)) in.word();
  if (has(event::sample_code_page_size)) in.word();
  if (has(event::sample_aux)) in.word();
}

// The event of a sample that is not swapped yet.
std::uint32_t event_of(const event::EventSet& events, bytes::View body) {
  if (events.size() == 1) return 0;
  const event::SampleOffsets& at = events.common_layout().sample;
  const std::uint16_t place = at.identifier != event::absent ? at.identifier : at.id;
  if (place == event::absent) return 0;
  bytes::Cursor in(body, true);
  in.skip(place);
  return events.of_id(in.read<std::uint64_t>());
}

// The same of another record's trailer.
const event::TrailerOffsets& trailer_of(const event::EventSet& events, bytes::View body) {
  const event::TrailerOffsets& common = events.common_layout().trailer;
  const std::uint16_t place = common.identifier != event::absent ? common.identifier : common.id;
  if (events.size() == 1 || place == event::absent || place > body.size()) return common;
  bytes::Cursor in(body.last(place), true);
  const std::uint32_t event = events.of_id(in.read<std::uint64_t>());
  return event < events.size() ? events.at(event).layout.trailer : common;
}

void swap_trailer(const event::TrailerOffsets& layout, std::span<std::uint8_t> trailer) {
  if (trailer.size() < layout.size) return;
  Fields in(trailer);
  if (layout.tid != event::absent) in.pair();
  if (layout.time != event::absent) in.word();
  if (layout.id != event::absent) in.word();
  if (layout.stream_id != event::absent) in.word();
  if (layout.cpu != event::absent) in.pair();
  if (layout.identifier != event::absent) in.word();
}

}  // namespace

void Swapper::swap(std::span<std::uint8_t> block) const {
  for (std::uint64_t at = 0; at < block.size() && block.size() - at >= sizeof(records::Header);) {
    Fields header(block.subspan(at, sizeof(records::Header)));
    header.swap<std::uint32_t>();
    header.swap<std::uint16_t>();
    header.swap<std::uint16_t>();
    const records::RawRecord record = records::record_at(block, at, 0);
    if (record.type == 0) return;
    if (old_dialect_ && old_feature(record.type) != 0) {
      at += record.size();
      continue;
    }
    swap_body(record.type, record.misc,
              block.subspan(at + sizeof(records::Header), record.body.size()));
    at += records::stride(record);
  }
}

void Swapper::swap_body(std::uint32_t type, std::uint16_t misc,
                        std::span<std::uint8_t> body) const {
  if (swap_by_content(type, body)) return;
  if (type >= event::record_user_start) return swap_fields(fields_of(type, misc), Fields(body));
  if (events_ == nullptr || events_->empty()) return;
  if (type == event::record_sample) return samples_ ? swap_sample(body) : void();
  const event::TrailerOffsets& layout = trailer_of(*events_, body);
  const std::size_t trailer = std::min<std::size_t>(body.size(), layout.size);
  swap_fields(fields_of(type, misc), Fields(body.first(body.size() - trailer)));
  swap_trailer(layout, body.last(trailer));
}

void Swapper::swap_sample(std::span<std::uint8_t> body) const {
  const std::uint32_t event = event_of(*events_, body);
  Fields in(body);
  if (event >= events_->size()) return swap_fixed_part(in, events_->common_layout().sample_type);
  const Layout& layout = events_->at(event).layout;
  swap_fixed_part(in, layout.sample_type);
  swap_variable_part(in, layout);
}

}  // namespace perf::file
