#include "api/event.h"

#include <cstring>

#include "api/decoded.h"
#include "api/describe.h"

namespace perf::api {

Kind kind_of(std::uint32_t record_type) {
  switch (record_type) {
    case event::record_sample:
      return Kind::sample;
    case event::record_mmap:
      return Kind::mmap;
    case event::record_mmap2:
      return Kind::mmap2;
    case event::record_comm:
      return Kind::comm;
    case event::record_fork:
    case event::record_exit:
      return Kind::task;
    case event::record_throttle:
    case event::record_unthrottle:
      return Kind::throttle;
    case event::record_lost:
      return Kind::lost;
    case event::record_lost_samples:
      return Kind::lost_samples;
    case event::record_read:
      return Kind::read;
    case event::record_switch:
    case event::record_switch_cpu_wide:
      return Kind::context_switch;
    case event::record_aux:
      return Kind::aux;
    case event::record_itrace_start:
      return Kind::itrace_start;
    case event::record_namespaces:
      return Kind::namespaces;
    case event::record_ksymbol:
      return Kind::ksymbol;
    case event::record_bpf_event:
      return Kind::bpf;
    case event::record_cgroup:
      return Kind::cgroup;
    case event::record_text_poke:
      return Kind::text_poke;
    case event::record_aux_output_hw_id:
      return Kind::aux_output_hw_id;
    case event::record_callchain_deferred:
      return Kind::callchain_deferred;
    case event::record_header_attr:
      return Kind::attr;
    case event::record_header_event_type:
      return Kind::event_type;
    case event::record_header_tracing_data:
      return Kind::tracing_data;
    case event::record_header_build_id:
      return Kind::build_id;
    case event::record_header_feature:
      return Kind::feature;
    case event::record_id_index:
      return Kind::id_index;
    case event::record_auxtrace_info:
      return Kind::auxtrace_info;
    case event::record_auxtrace:
      return Kind::auxtrace;
    case event::record_auxtrace_error:
      return Kind::auxtrace_error;
    case event::record_thread_map:
      return Kind::thread_map;
    case event::record_cpu_map:
      return Kind::cpu_map;
    case event::record_stat_config:
      return Kind::stat_config;
    case event::record_stat:
      return Kind::stat;
    case event::record_stat_round:
      return Kind::stat_round;
    case event::record_event_update:
      return Kind::event_update;
    case event::record_time_conv:
      return Kind::time_conv;
    case event::record_finished_init:
      return Kind::finished_init;
    case event::record_bpf_metadata:
      return Kind::bpf_metadata;
    case event::record_schedstat_cpu:
      return Kind::schedstat_cpu;
    case event::record_schedstat_domain:
      return Kind::schedstat_domain;
    default:
      return Kind::event;
  }
}

Event::Event(const EventSource& source, std::uint8_t* storage)
    : world_(*source.world),
      bytes_(storage),
      named_(source.named),
      time_(source.time),
      offset_(source.record->offset),
      counter_id_(source.counter_id),
      counter_period_(source.counter_period),
      event_(source.event),
      counter_(source.counter),
      type_(source.type),
      misc_(source.record->misc),
      size_(static_cast<std::uint16_t>(source.size)) {
  if (size_ != 0) std::memcpy(storage, source.record->body.data(), size_);
}

Event::~Event() = default;

records::RawRecord Event::record() const {
  return {type_, misc_, offset_, {bytes_, size_}};
}

std::uint32_t Event::type() const {
  return type_;
}
unsigned Event::misc() const {
  return misc_;
}
Bytes Event::raw() const {
  return {bytes_, size_};
}

EvselOrNone Event::evsel() const {
  if (counter_ == base::no_index) return std::nullopt;
  return Evsel(world_, counter_);
}

template <class T>
T Event::field(std::uint16_t in_sample, std::uint16_t in_trailer, T otherwise,
               std::size_t skip) const {
  if (event_ == base::no_index) return otherwise;
  const bool sample = type_ == event::record_sample;
  const std::uint16_t place = sample ? in_sample : in_trailer;
  if (place == event::absent || (!sample && type_ >= event::record_user_start)) return otherwise;
  const std::size_t at = (sample ? place : std::size_t{size_} - place) + skip;
  if (at > size_ || size_ - at < sizeof(T)) return otherwise;
  T value;
  std::memcpy(&value, bytes_ + at, sizeof value);
  return value;
}

template std::uint64_t Event::field(std::uint16_t, std::uint16_t, std::uint64_t, std::size_t) const;

const event::Layout& Event::layout() const {
  return world_->events().at(event_ == base::no_index ? 0 : event_).layout;
}

const event::Layout& Event::trailer() const {
  return world_->events().common_layout();
}

std::int32_t Event::sample_pid() const {
  const event::Layout& at = layout();
  return field<std::int32_t>(at.sample.tid, at.trailer.tid, -1);
}

std::int32_t Event::sample_tid() const {
  const event::Layout& at = layout();
  return field<std::int32_t>(at.sample.tid, at.trailer.tid, -1, sizeof(std::int32_t));
}

std::uint64_t Event::sample_time() const {
  const event::Layout& at = layout();
  return field<std::uint64_t>(at.sample.time, at.trailer.time, ~0ULL);
}

std::uint64_t Event::sample_id() const {
  if (counter_id_ != 0) return counter_id_;
  const event::Layout& at = layout();
  const bool first = at.sample.identifier != event::absent;
  const bool last = at.trailer.identifier != event::absent;
  return field<std::uint64_t>(first ? at.sample.identifier : at.sample.id,
                              last ? at.trailer.identifier : at.trailer.id, ~0ULL);
}

std::uint64_t Event::sample_stream_id() const {
  const event::Layout& at = layout();
  return field<std::uint64_t>(at.sample.stream_id, at.trailer.stream_id, ~0ULL);
}

std::uint64_t Event::sample_period() const {
  if (counter_period_ != 0) return counter_period_;
  const event::Layout& at = layout();
  const std::uint64_t otherwise =
      event_ == base::no_index ? 0 : world_->events().at(event_).attr.sample_period;
  return field<std::uint64_t>(at.sample.period, event::absent, otherwise);
}

std::uint32_t Event::sample_cpu() const {
  const event::Layout& at = layout();
  return field<std::uint32_t>(at.sample.cpu, at.trailer.cpu, ~0U);
}

const samples::Guest* Event::guest() const {
  const samples::Guests& guests = world_->guests();
  if (guests.empty()) return nullptr;
  const bool stat = type_ == event::record_stat;
  return guests.find(stat ? decoded<records::Stat>(record(), trailer()).id : sample_id());
}

std::int32_t Event::machine_pid() const {
  const samples::Guest* known = guest();
  return known == nullptr ? 0 : static_cast<std::int32_t>(known->machine_pid);
}

std::int32_t Event::vcpu() const {
  const samples::Guest* known = guest();
  return known == nullptr ? -1 : static_cast<std::int32_t>(known->vcpu);
}

std::string Event::repr() const {
  return describe(record(), trailer());
}

}  // namespace perf::api
