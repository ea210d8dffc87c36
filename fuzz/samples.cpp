// One sample of any event: the first 136 bytes are the attribute, the rest the sample. Read quickly
// it must be what it is when it is decoded whole.
#include <cstdlib>
#include <string>

#include "event/event_set.h"
#include "samples/quick.h"
#include "samples/read_periods.h"
#include "support/bytes.h"
#include "text/script_text.h"

namespace {

using namespace perf;

constexpr std::size_t attribute_size = 136;

void compare(const samples::Sample& whole, const samples::Quick& quick) {
  const std::uint64_t time = whole.time == ~0ULL ? 0 : whole.time;
  const bool same = quick.ok && quick.ip == whole.ip && quick.period == whole.period &&
                    quick.pid == whole.pid && quick.tid == whole.tid && quick.cpu == whole.cpu &&
                    quick.time == time && quick.callchain.size() == whole.callchain.size();
  if (!same) std::abort();
}

void print(const samples::Sample& sample, const event::Attr& attr) {
  constexpr unsigned x86_64 = 62, aarch64 = 183;
  std::string out;
  text::append_branches(out, sample);
  text::append_data_source(out, sample.data_src);
  text::append_registers(out, sample.user_regs, attr.sample_regs_user, x86_64);
  text::append_registers(out, sample.intr_regs, attr.sample_regs_intr, aarch64);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bytes::Cursor in({data, size});
  const auto attr = event::parse_attr(fuzz::up_to(in, attribute_size));
  if (!attr) return 0;
  event::EventSet events;
  events.add(*attr, {1, 2});
  events.complete();
  const event::Layout& layout = events.common_layout();
  const records::RawRecord record{event::record_sample, event::misc_user, 0,
                                  fuzz::up_to(in, 0xffff - 8)};
  const samples::Quick quick = samples::QuickReader(layout).read(record);
  const auto whole = samples::parse(record, layout);
  if (!whole) return 0;
  compare(*whole, quick);
  print(*whole, *attr);
  samples::ReadPeriods periods;
  (void)periods.split(*whole, 0, events);
  return 0;
}
