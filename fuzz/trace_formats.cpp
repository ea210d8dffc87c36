// Tracepoints: the first two bytes say how much is the raw data of a sample; what follows that is
// read as the tracing data of a header, and as the text of one format.
#include "event/trace_format.h"
#include "support/bytes.h"
#include "text/trace_text.h"

namespace {

using namespace perf;

constexpr std::size_t most_printed = 16;

void print(const event::TracingData& tracing, bytes::View raw) {
  text::TraceText text(tracing, [](std::uint64_t) { return std::string("name"); });
  std::string out;
  for (std::size_t i = 0; i < std::min(most_printed, tracing.formats.size()); ++i) {
    text.append(out, tracing.formats[i].id, 0, raw);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bytes::Cursor in({data, size});
  const bytes::View raw = fuzz::up_to(in, in.read<std::uint16_t>());
  const bytes::View rest = in.rest();
  print(event::parse_tracing_data(rest), raw);
  event::TracingData one;
  one.formats.push_back(event::parse_trace_format(
      "system", {reinterpret_cast<const char*>(rest.data()), rest.size()}));
  print(one, raw);
  return 0;
}
