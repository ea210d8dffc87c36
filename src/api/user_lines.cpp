#include "api/user_lines.h"

#include <cinttypes>

#include "api/line.h"
#include "event/attr.h"

namespace perf::api {
namespace {

using Update = records::EventUpdate;

std::string hex(bytes::View bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += format("%02x", byte);
  return text;
}

std::string counted(const char* type, std::size_t count) {
  return format("{ type: %s, nr: %zu }", type, count);
}

std::string told(const Update& event) {
  switch (event.update_type) {
    case Update::update_unit:
      return named("unit: ", event.text);
    case Update::update_scale:
      return format("scale: %g }", event.scale);
    case Update::update_name:
      return named("name: ", event.text);
    case Update::update_cpus:
      return format("nr_cpus: %zu }", records::cpus_of(event.cpus).size());
    default:
      return format("update_type: %" PRIu64 " }", event.update_type);
  }
}

}  // namespace

std::string line(const records::HeaderAttr& event) {
  const auto attr = event::parse_attr(event.attr);
  if (!attr) return "{ type: attr }";
  return format("{ type: attr, attr_type: %u, config: %#" PRIx64 ", sample_type: %#" PRIx64
                ", nr_ids: %zu }",
                attr->type, attr->config, attr->sample_type, event.ids.size());
}

std::string line(const records::HeaderEventType& event) {
  return named(format("{ type: event_type, id: %" PRIu64 ", name: ", event.id), event.name);
}

std::string line(const records::HeaderTracingData& event) {
  return format("{ type: tracing_data, size: %u }", event.size);
}

std::string line(const records::HeaderBuildId& event) {
  return named(format("{ type: build_id, pid: %d, build_id: ", event.pid) + hex(event.build_id) +
                   ", filename: ",
               event.filename);
}

std::string line(const records::HeaderFeature& event) {
  return format("{ type: feature, feature: %" PRIu64 ", size: %zu }", event.feature,
                event.data.size());
}

std::string line(const records::IdIndex& event) {
  return counted("id_index", event.entries.size());
}

std::string line(const records::AuxtraceInfo& event) {
  return format("{ type: auxtrace_info, auxtrace_type: %u, nr: %zu }", event.auxtrace_type,
                event.priv.size());
}

std::string line(const records::AuxtraceError& event) {
  return named(format("{ type: auxtrace_error, error_type: %u, code: %u, cpu: %d, pid: %d, tid: %d"
                      ", ip: %#" PRIx64 ", time: %" PRIu64 ", msg: ",
                      event.error_type, event.code, event.cpu, event.pid, event.tid, event.ip,
                      event.time.value_or(0)),
               event.msg);
}

std::string line(const records::ThreadMap& event) {
  return counted("thread_map", event.entries.size());
}

std::string line(const records::CpuMap& event) {
  return counted("cpu_map", records::cpus_of(event).size());
}

std::string line(const records::StatConfig& event) {
  return counted("stat_config", event.settings.size());
}

std::string line(const records::Stat& event) {
  return format("{ type: stat, id: %" PRIu64 ", cpu: %u, thread: %u, val: %" PRIu64
                ", ena: %" PRIu64 ", run: %" PRIu64 " }",
                event.id, event.cpu, event.thread, event.val, event.ena, event.run);
}

std::string line(const records::StatRound& event) {
  return format("{ type: stat_round, type: %" PRIu64 ", time: %" PRIu64 " }", event.round_type,
                event.time);
}

std::string line(const Update& event) {
  return format("{ type: event_update, id: %" PRIu64 ", ", event.id) + told(event);
}

std::string line(const records::TimeConv& event) {
  return format("{ type: time_conv, time_shift: %" PRIu64 ", time_mult: %" PRIu64
                ", time_zero: %" PRIu64 ", time_cycles: %" PRIu64 ", time_mask: %#" PRIx64 " }",
                event.time_shift, event.time_mult, event.time_zero, event.time_cycles,
                event.time_mask);
}

std::string line(const records::BpfMetadata& event) {
  return named("{ type: bpf_metadata, prog_name: ", event.prog_name);
}

std::string line(const records::SchedstatCpu& event) {
  return format("{ type: schedstat_cpu, timestamp: %" PRIu64 ", cpu: %u, version: %u }",
                event.timestamp, event.cpu, event.version);
}

std::string line(const records::SchedstatDomain& event) {
  return named(format("{ type: schedstat_domain, timestamp: %" PRIu64
                      ", cpu: %u, version: %u, domain: %u, name: ",
                      event.timestamp, event.cpu, event.version, event.domain),
               event.name);
}

}  // namespace perf::api
