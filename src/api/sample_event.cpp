#include "api/sample_event.h"

#include <algorithm>
#include <cstring>

#include "api/namer.h"
#include "samples/data_source.h"
#include "samples/registers.h"
#include "samples/sample.h"

namespace perf::api {
namespace {

bool printable(Text text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= ' ' && c <= '~') || (c >= '\t' && c <= '\r'); });
}

FieldValue value_of(const event::TraceField& field, bytes::View raw) {
  const bytes::View value = event::field_bytes(field, raw);
  if (field.is_string) {
    if (value.empty()) return Text();
    const auto* start = reinterpret_cast<const char*>(value.data());
    const Text text(start, ::strnlen(start, value.size()));
    if (printable(text)) return text;
  }
  if (field.is_array || field.is_dynamic || field.is_string) return ByteArray{value};
  const std::int64_t number = event::field_number(field, value);
  if (field.is_signed) return number;
  return static_cast<std::uint64_t>(number);
}

Items items_of(const samples::Registers& registers, std::uint64_t mask, unsigned machine) {
  Items items;
  for (auto& [name, value] : samples::named_registers(registers, mask, machine)) {
    items.emplace_back(std::move(name), value);
  }
  return items;
}

}  // namespace

// The cursor gives only samples that can be decoded.
samples::Sample SampleEvent::decoded() const {
  const auto sample = samples::parse(record(), layout());
  return sample ? *sample : samples::Sample{};
}

const event::Attr& SampleEvent::attr() const {
  const event::EventSet& events = world_->events();
  return events.at(event_ < events.size() ? event_ : 0).attr;
}

bool SampleEvent::has(std::uint64_t sample_type) const {
  return (layout().sample_type & sample_type) != 0;
}

machine::TaskAt SampleEvent::task() const {
  return world_->namer().task(static_cast<std::uint32_t>(sample_pid()),
                              static_cast<std::uint32_t>(sample_tid()), {time_, offset_});
}

std::uint32_t SampleEvent::space() const {
  return cpumode() == event::misc_kernel ? base::no_index : task().space;
}

std::optional<machine::Mapping> SampleEvent::mapping() const {
  const std::uint32_t in = space();
  const auto lock = world_->reading();
  const machine::Mapping* found =
      world_->machine().find(in, cpumode(), sample_ip(), {time_, offset_}).mapping;
  return found == nullptr ? std::nullopt : std::optional(*found);
}

const Named& SampleEvent::named() const {
  if (named_ != nullptr) return *named_;
  world_->want_names();
  return world_->namer().name(space(), cpumode(), sample_ip(), {time_, offset_});
}

std::uint64_t SampleEvent::sample_ip() const {
  return field<std::uint64_t>(layout().sample.ip, event::absent, 0);
}
std::uint64_t SampleEvent::sample_addr() const {
  return field<std::uint64_t>(layout().sample.addr, event::absent, 0);
}
std::uint64_t SampleEvent::sample_phys_addr() const {
  return decoded().phys_addr;
}
std::uint64_t SampleEvent::sample_weight() const {
  return decoded().weight;
}
std::uint64_t SampleEvent::sample_data_src() const {
  return decoded().data_src;
}

// Only samples that are made from a hardware trace have these.
std::uint64_t SampleEvent::sample_insn_count() const {
  return 0;
}
std::uint64_t SampleEvent::sample_cyc_count() const {
  return 0;
}

Bytes SampleEvent::raw_buf() const {
  return decoded().raw;
}

OptionalText SampleEvent::dso() const {
  return dso_long_name();
}

OptionalText SampleEvent::dso_long_name() const {
  const auto* object = named().object;
  return object == nullptr ? std::nullopt : OptionalText(object->long_name);
}

OptionalText SampleEvent::dso_short_name() const {
  const auto* object = named().object;
  return object == nullptr ? std::nullopt : OptionalText(object->short_name);
}

OptionalOwnedText SampleEvent::dso_bid() const {
  const auto* object = named().object;
  if (object == nullptr) return std::nullopt;
  return object->object->id().build_id.hex();
}

OptionalNumber SampleEvent::map_start() const {
  const auto found = mapping();
  return found ? OptionalNumber(found->start) : std::nullopt;
}

OptionalNumber SampleEvent::map_end() const {
  const auto found = mapping();
  return found ? OptionalNumber(found->end) : std::nullopt;
}

OptionalNumber SampleEvent::map_pgoff() const {
  const auto found = mapping();
  return found ? OptionalNumber(found->pgoff) : std::nullopt;
}

OptionalName SampleEvent::symbol() const {
  const Named& here = named();
  return here.symbol ? OptionalName({here.name, here.number}) : std::nullopt;
}

OptionalNumber SampleEvent::sym_start() const {
  const auto& symbol = named().symbol;
  return symbol ? OptionalNumber(symbol->start) : std::nullopt;
}

OptionalNumber SampleEvent::sym_end() const {
  const auto& symbol = named().symbol;
  return symbol ? OptionalNumber(symbol->end) : std::nullopt;
}

OptionalNumber SampleEvent::symbol_offset() const {
  const auto& symbol = named().symbol;
  if (!symbol) return std::nullopt;
  const auto found = mapping();
  return (found ? found->to_object(sample_ip()) : sample_ip()) - symbol->start;
}

CallchainOrNone SampleEvent::callchain() const {
  if (!has(event::sample_callchain)) return std::nullopt;
  return Callchain(world_, decoded(), time_, offset_);
}

OptionalNumber SampleEvent::deferred_cookie() const {
  const samples::Sample sample = decoded();
  const samples::DeferredChains& deferred = world_->deferred();
  const bool came = !deferred.rest_of(sample.callchain, sample.tid, {time_, offset_}).empty();
  return came ? std::nullopt : samples::deferred_cookie(sample.callchain);
}

BranchStackOrNone SampleEvent::brstack() const {
  if (!has(event::sample_branch_stack)) return std::nullopt;
  return BranchStack(decoded());
}

FieldItems SampleEvent::fields() const {
  FieldItems items;
  const event::TraceFormat* format = world_->format(event_);
  if (format == nullptr) return items;
  const bytes::View raw = decoded().raw;
  for (const event::TraceField& field : format->fields) {
    items.emplace_back(field.name, value_of(field, raw));
  }
  return items;
}

std::optional<FieldValue> SampleEvent::field_value(Text name) const {
  const event::TraceFormat* format = world_->format(event_);
  const event::TraceField* field = format == nullptr ? nullptr : format->field(name);
  if (field == nullptr) return std::nullopt;
  return value_of(*field, decoded().raw);
}

OptionalText SampleEvent::comm() const {
  const std::uint32_t comm = task().comm;
  const auto lock = world_->reading();
  return comm == base::no_index ? std::nullopt : OptionalText(world_->machine().comm(comm));
}

OptionalText SampleEvent::sample_comm() const {
  return comm();
}

unsigned SampleEvent::cpumode() const {
  return misc_ & event::misc_cpumode_mask;
}

OptionalNumber SampleEvent::transaction() const {
  return has(event::sample_transaction) ? OptionalNumber(decoded().transaction) : std::nullopt;
}

OptionalNumber SampleEvent::cgroup() const {
  return has(event::sample_cgroup) ? OptionalNumber(decoded().cgroup) : std::nullopt;
}

OptionalText SampleEvent::cgroup_path() const {
  if (!has(event::sample_cgroup)) return std::nullopt;
  const auto lock = world_->reading();
  const std::string* path = world_->machine().cgroup(decoded().cgroup);
  return path == nullptr ? std::nullopt : OptionalText(*path);
}

OptionalNumber SampleEvent::data_page_size() const {
  return has(event::sample_data_page_size) ? OptionalNumber(decoded().data_page_size)
                                           : std::nullopt;
}

OptionalNumber SampleEvent::code_page_size() const {
  return has(event::sample_code_page_size) ? OptionalNumber(decoded().code_page_size)
                                           : std::nullopt;
}

OptionalNumber SampleEvent::ins_lat() const {
  return has(event::sample_weight_struct) ? OptionalNumber(decoded().ins_lat) : std::nullopt;
}

OptionalNumber SampleEvent::retire_lat() const {
  return has(event::sample_weight_struct) ? OptionalNumber(decoded().weight3) : std::nullopt;
}

OptionalItems SampleEvent::data_source() const {
  if (!has(event::sample_data_src)) return std::nullopt;
  samples::DataSource words = samples::data_source(decoded().data_src);
  return Items{{"op", std::move(words.operation)}, {"lvl", std::move(words.level)},
               {"snoop", std::move(words.snoop)},  {"tlb", std::move(words.tlb)},
               {"lock", std::move(words.lock)},    {"blk", std::move(words.blocked)}};
}

OptionalBytes SampleEvent::user_stack() const {
  return has(event::sample_stack_user) ? OptionalBytes(decoded().user_stack) : std::nullopt;
}

OptionalItems SampleEvent::user_regs() const {
  if (!has(event::sample_regs_user)) return std::nullopt;
  return items_of(decoded().user_regs, attr().sample_regs_user, world_->elf_machine());
}

OptionalItems SampleEvent::intr_regs() const {
  if (!has(event::sample_regs_intr)) return std::nullopt;
  return items_of(decoded().intr_regs, attr().sample_regs_intr, world_->elf_machine());
}

}  // namespace perf::api
