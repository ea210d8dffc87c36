// The text of a tracepoint's sample, by the event's own print format. libtraceevent does it for the
// formats of this very kernel; for a stranger's formats, which it does not survive when they are
// hostile, the fields are listed. For one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "event/trace_format.h"

namespace perf::text {

class TraceText {
 public:
  // The name of a kernel address, empty: unknown.
  using Resolve = std::function<std::string(std::uint64_t)>;

  TraceText(const event::TracingData& data, Resolve resolve);
  ~TraceText();
  TraceText(const TraceText&) = delete;
  TraceText& operator=(const TraceText&) = delete;

  // Appends the text of a sample of the tracepoint `id`; nothing when the id is unknown.
  void append(std::string& out, std::uint64_t id, std::uint32_t cpu, bytes::View raw);

 private:
  struct Library;
  std::unique_ptr<Library> library_;
  const event::TracingData& data_;
};

}  // namespace perf::text
