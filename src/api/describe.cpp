#include "api/describe.h"

#include <cinttypes>
#include <type_traits>

#include "api/line.h"
#include "api/user_lines.h"
#include "records/parse.h"

namespace perf::api {
namespace {

using records::RawRecord;

std::string line(const records::Mmap& event) {
  return named(format("{ type: mmap, pid: %u, tid: %u, start: %#" PRIx64 ", length: %#" PRIx64
                      ", offset: %#" PRIx64 ", filename: ",
                      event.pid, event.tid, event.start, event.len, event.pgoff),
               event.filename);
}

std::string line(const records::Mmap2& event) {
  return named(
      format("{ type: mmap2, pid: %u, tid: %u, start: %#" PRIx64 ", length: %#" PRIx64
             ", offset: %#" PRIx64 ", flags: %#x, prot: %#x, filename: ",
             event.pid, event.tid, event.start, event.len, event.pgoff, event.flags, event.prot),
      event.filename);
}

std::string line(const records::Comm& event) {
  return named(format("{ type: comm, pid: %u, tid: %u, comm: ", event.pid, event.tid), event.comm);
}

std::string line(const records::Lost& event) {
  return format("{ type: lost, id: %#" PRIx64 ", lost: %#" PRIx64 " }", event.id, event.lost);
}

std::string line(const records::LostSamples& event) {
  return format("{ type: lost_samples, lost: %#" PRIx64 " }", event.lost);
}

std::string line(const records::Read& event) {
  return format("{ type: read, pid: %u, tid: %u }", event.pid, event.tid);
}

std::string line(const records::Switch& event) {
  return format("{ type: context_switch, next_prev_pid: %u, next_prev_tid: %u, switch_out: %d }",
                event.next_prev_pid, event.next_prev_tid, event.out ? 1 : 0);
}

std::string line(const RawRecord& record, const records::Task& event) {
  return format("{ type: %s, pid: %u, ppid: %u, tid: %u, ptid: %u, time: %" PRIu64 "}",
                record.type == event::record_fork ? "fork" : "exit", event.pid, event.ppid,
                event.tid, event.ptid, event.time);
}

std::string line(const RawRecord& record, const records::Throttle& event) {
  return format("{ type: %sthrottle, time: %" PRIu64 ", id: %" PRIu64 ", stream_id: %" PRIu64 " }",
                record.type == event::record_throttle ? "" : "un", event.time, event.id,
                event.stream_id);
}

// "{ type: text_poke }", or the number of an unknown type.
std::string by_type(const RawRecord& record) {
  const char* name = event::record_name(record.type);
  if (name == nullptr) return format("{ type: %u }", record.type);
  std::string text = "{ type: ";
  for (; *name != '\0'; ++name) {
    text += *name >= 'A' && *name <= 'Z' ? static_cast<char>(*name - 'A' + 'a') : *name;
  }
  return text + " }";
}

}  // namespace

std::string describe(const RawRecord& record, const event::Layout& layout) {
  if (record.type == event::record_sample) return "{ type: sample }";
  const auto body = records::parse(record, layout);
  if (!body) return by_type(record);
  return std::visit(
      [&](const auto& event) {
        if constexpr (requires { line(event); })
          return line(event);
        else if constexpr (requires { line(record, event); })
          return line(record, event);
        else
          return by_type(record);
      },
      *body);
}

}  // namespace perf::api
