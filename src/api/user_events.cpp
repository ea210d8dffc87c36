#include "api/user_events.h"

#include <cstring>

#include "api/decoded.h"
#include "file/features.h"

namespace perf::api {
namespace {

using Update = records::EventUpdate;

// A list of what `made` makes of each entry.
template <class List, class Entry, class Make>
List list_of(const records::Entries<Entry>& entries, Make&& made) {
  List list;
  list.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) list.push_back(made(entries[i]));
  return list;
}

template <class Number>
Numbers numbers(const records::Entries<Number>& entries) {
  return list_of<Numbers>(entries, [](Number number) { return number; });
}

// The text in a field, which NULs fill up.
template <std::size_t Size>
std::string text(const char (&field)[Size]) {
  return {field, ::strnlen(field, Size)};
}

event::Attr attr_of(const records::HeaderAttr& body) {
  const auto attr = event::parse_attr(body.attr);
  return attr ? *attr : event::Attr{};
}

}  // namespace

std::uint32_t AttrEvent::attr_type() const {
  return attr_of(decoded<records::HeaderAttr>(record(), trailer())).type;
}
std::uint64_t AttrEvent::config() const {
  return attr_of(decoded<records::HeaderAttr>(record(), trailer())).config;
}
std::uint64_t AttrEvent::sample_period() const {
  return attr_of(decoded<records::HeaderAttr>(record(), trailer())).sample_period;
}
std::uint64_t AttrEvent::sample_type() const {
  return attr_of(decoded<records::HeaderAttr>(record(), trailer())).sample_type;
}
std::uint64_t AttrEvent::read_format() const {
  return attr_of(decoded<records::HeaderAttr>(record(), trailer())).read_format;
}
std::uint64_t AttrEvent::flags() const {
  return attr_of(decoded<records::HeaderAttr>(record(), trailer())).flags;
}
Numbers AttrEvent::ids() const {
  return numbers(decoded<records::HeaderAttr>(record(), trailer()).ids);
}

std::uint64_t EventTypeEvent::id() const {
  return decoded<records::HeaderEventType>(record(), trailer()).id;
}
Text EventTypeEvent::name() const {
  return decoded<records::HeaderEventType>(record(), trailer()).name;
}

std::uint32_t TracingDataEvent::size() const {
  return decoded<records::HeaderTracingData>(record(), trailer()).size;
}

std::int32_t BuildIdEvent::pid() const {
  return decoded<records::HeaderBuildId>(record(), trailer()).pid;
}
Bytes BuildIdEvent::build_id() const {
  return decoded<records::HeaderBuildId>(record(), trailer()).build_id;
}
Text BuildIdEvent::filename() const {
  return decoded<records::HeaderBuildId>(record(), trailer()).filename;
}

std::uint64_t FeatureEvent::feature() const {
  return decoded<records::HeaderFeature>(record(), trailer()).feature;
}
OptionalText FeatureEvent::name() const {
  const std::uint64_t number = feature();
  if (number >= file::feature_end) return std::nullopt;
  const char* name = file::feature_name(static_cast<unsigned>(number));
  return name == nullptr ? std::nullopt : OptionalText(name);
}
Bytes FeatureEvent::data() const {
  return decoded<records::HeaderFeature>(record(), trailer()).data;
}

CounterIds IdIndexEvent::entries() const {
  const auto body = decoded<records::IdIndex>(record(), trailer());
  CounterIds out;
  for (std::size_t i = 0; i < body.entries.size(); ++i) {
    const records::IdEntry entry = body.entries[i];
    const bool host = i >= body.guests.size() || body.guests[i].machine_pid == 0;
    const auto guest = host ? records::GuestEntry{0, ~0ULL} : body.guests[i];
    out.emplace_back(entry.id, entry.idx, entry.cpu, entry.tid, guest.machine_pid, guest.vcpu);
  }
  return out;
}

std::uint32_t AuxtraceInfoEvent::auxtrace_type() const {
  return decoded<records::AuxtraceInfo>(record(), trailer()).auxtrace_type;
}
Numbers AuxtraceInfoEvent::priv() const {
  return numbers(decoded<records::AuxtraceInfo>(record(), trailer()).priv);
}

std::uint32_t AuxtraceErrorEvent::error_type() const {
  return decoded<records::AuxtraceError>(record(), trailer()).error_type;
}
std::uint32_t AuxtraceErrorEvent::code() const {
  return decoded<records::AuxtraceError>(record(), trailer()).code;
}
std::int32_t AuxtraceErrorEvent::cpu() const {
  return static_cast<std::int32_t>(decoded<records::AuxtraceError>(record(), trailer()).cpu);
}
std::int32_t AuxtraceErrorEvent::pid() const {
  return static_cast<std::int32_t>(decoded<records::AuxtraceError>(record(), trailer()).pid);
}
std::int32_t AuxtraceErrorEvent::tid() const {
  return static_cast<std::int32_t>(decoded<records::AuxtraceError>(record(), trailer()).tid);
}
std::uint64_t AuxtraceErrorEvent::ip() const {
  return decoded<records::AuxtraceError>(record(), trailer()).ip;
}
OptionalNumber AuxtraceErrorEvent::time() const {
  return decoded<records::AuxtraceError>(record(), trailer()).time;
}
std::uint32_t AuxtraceErrorEvent::fmt() const {
  return decoded<records::AuxtraceError>(record(), trailer()).fmt;
}
Text AuxtraceErrorEvent::msg() const {
  return decoded<records::AuxtraceError>(record(), trailer()).msg;
}
std::int32_t AuxtraceErrorEvent::machine_pid() const {
  const auto body = decoded<records::AuxtraceError>(record(), trailer());
  return static_cast<std::int32_t>(body.guest.machine_pid);
}
std::int32_t AuxtraceErrorEvent::vcpu() const {
  const auto guest = decoded<records::AuxtraceError>(record(), trailer()).guest;
  return guest.machine_pid == 0 ? -1 : static_cast<std::int32_t>(guest.vcpu);
}

ThreadNames ThreadMapEvent::entries() const {
  return list_of<ThreadNames>(
      decoded<records::ThreadMap>(record(), trailer()).entries,
      [](const records::ThreadEntry& entry) { return std::tuple(entry.pid, text(entry.comm)); });
}

std::uint32_t CpuMapEvent::map_type() const {
  return decoded<records::CpuMap>(record(), trailer()).form;
}
Cpus CpuMapEvent::cpus() const {
  return records::cpus_of(decoded<records::CpuMap>(record(), trailer()));
}

NumberPairs StatConfigEvent::settings() const {
  return list_of<NumberPairs>(
      decoded<records::StatConfig>(record(), trailer()).settings,
      [](const records::StatSetting& setting) { return std::tuple(setting.tag, setting.value); });
}

std::uint64_t EventUpdateEvent::update_type() const {
  return decoded<records::EventUpdate>(record(), trailer()).update_type;
}
std::uint64_t EventUpdateEvent::id() const {
  return decoded<records::EventUpdate>(record(), trailer()).id;
}
OptionalText EventUpdateEvent::unit() const {
  const auto body = decoded<Update>(record(), trailer());
  return body.update_type == Update::update_unit ? OptionalText(body.text) : std::nullopt;
}
OptionalReal EventUpdateEvent::scale() const {
  const auto body = decoded<Update>(record(), trailer());
  return body.update_type == Update::update_scale ? OptionalReal(body.scale) : std::nullopt;
}
OptionalText EventUpdateEvent::name() const {
  const auto body = decoded<Update>(record(), trailer());
  return body.update_type == Update::update_name ? OptionalText(body.text) : std::nullopt;
}
OptionalCpus EventUpdateEvent::cpus() const {
  const auto body = decoded<Update>(record(), trailer());
  return body.update_type == Update::update_cpus ? OptionalCpus(records::cpus_of(body.cpus))
                                                 : std::nullopt;
}

std::uint64_t TimeConvEvent::time_shift() const {
  return decoded<records::TimeConv>(record(), trailer()).time_shift;
}
std::uint64_t TimeConvEvent::time_mult() const {
  return decoded<records::TimeConv>(record(), trailer()).time_mult;
}
std::uint64_t TimeConvEvent::time_zero() const {
  return decoded<records::TimeConv>(record(), trailer()).time_zero;
}
OptionalNumber TimeConvEvent::time_cycles() const {
  const auto body = decoded<records::TimeConv>(record(), trailer());
  return body.has_cycles ? OptionalNumber(body.time_cycles) : std::nullopt;
}
OptionalNumber TimeConvEvent::time_mask() const {
  const auto body = decoded<records::TimeConv>(record(), trailer());
  return body.has_cycles ? OptionalNumber(body.time_mask) : std::nullopt;
}
bool TimeConvEvent::cap_user_time_zero() const {
  return decoded<records::TimeConv>(record(), trailer()).cap_user_time_zero;
}
bool TimeConvEvent::cap_user_time_short() const {
  return decoded<records::TimeConv>(record(), trailer()).cap_user_time_short;
}

Text BpfMetadataEvent::prog_name() const {
  return decoded<records::BpfMetadata>(record(), trailer()).prog_name;
}
TextPairs BpfMetadataEvent::entries() const {
  return list_of<TextPairs>(decoded<records::BpfMetadata>(record(), trailer()).entries,
                            [](const records::BpfMetadataEntry& entry) {
                              return std::tuple(text(entry.key), text(entry.value));
                            });
}

std::uint64_t SchedstatCpuEvent::timestamp() const {
  return decoded<records::SchedstatCpu>(record(), trailer()).timestamp;
}
std::uint32_t SchedstatCpuEvent::cpu() const {
  return decoded<records::SchedstatCpu>(record(), trailer()).cpu;
}
unsigned SchedstatCpuEvent::version() const {
  return decoded<records::SchedstatCpu>(record(), trailer()).version;
}
Numbers SchedstatCpuEvent::counters() const {
  const auto body = decoded<records::SchedstatCpu>(record(), trailer());
  Numbers counters = numbers(body.counts);
  const Numbers times = numbers(body.times);
  counters.insert(counters.end(), times.begin(), times.end());
  return counters;
}

std::uint64_t SchedstatDomainEvent::timestamp() const {
  return decoded<records::SchedstatDomain>(record(), trailer()).timestamp;
}
std::uint32_t SchedstatDomainEvent::cpu() const {
  return decoded<records::SchedstatDomain>(record(), trailer()).cpu;
}
unsigned SchedstatDomainEvent::version() const {
  return decoded<records::SchedstatDomain>(record(), trailer()).version;
}
unsigned SchedstatDomainEvent::domain() const {
  return decoded<records::SchedstatDomain>(record(), trailer()).domain;
}
Text SchedstatDomainEvent::name() const {
  return decoded<records::SchedstatDomain>(record(), trailer()).name;
}
Numbers SchedstatDomainEvent::counters() const {
  return numbers(decoded<records::SchedstatDomain>(record(), trailer()).counts);
}

}  // namespace perf::api
