// Records of every kind and of either byte order, after the attribute of their event: the first
// byte chooses the order, the next 136 are the attribute.
#include "event/event_set.h"
#include "file/header_records.h"
#include "file/swap.h"
#include "records/parse.h"
#include "samples/sample.h"
#include "support/bytes.h"
#include "text/record_text.h"

namespace {

constexpr std::size_t attribute_size = 136;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace perf;
  bytes::Cursor in({data, size});
  const bool foreign = (in.read<std::uint8_t>() & 1U) != 0;
  const auto attr = event::parse_attr(fuzz::up_to(in, attribute_size), foreign);
  if (!attr) return 0;
  event::EventSet events;
  events.add(*attr, {1});
  events.complete();
  const bytes::View rest = in.rest();
  std::vector<std::uint8_t> block(rest.begin(), rest.end());
  if (foreign) file::Swapper(&events).swap(block);
  file::HeaderRecords header(foreign);
  for (std::size_t at = 0; at < block.size();) {
    const records::RawRecord record = records::record_at(block, at, at);
    if (record.type == 0) break;
    const std::uint64_t next = at + records::stride(record);
    if (next > block.size()) break;
    const event::Layout& layout = events.layout_of_trailer(record.body);
    (void)records::parse_sample_id(record, layout);
    (void)records::order_key(record, layout);
    if (const auto body = records::parse(record, layout)) {
      (void)text::record_text(record, *body, "symbol+0x1");
      if (const auto* map = std::get_if<records::CpuMap>(&*body)) (void)records::cpus_of(*map);
    }
    if (record.type == event::record_sample) (void)samples::parse(record, layout);
    if (record.type >= event::record_user_start) {
      const std::size_t behind = at + record.size();
      header.take(record, bytes::View(block).subspan(behind, next - behind));
    }
    at = next;
  }
  return 0;
}
