#include "file/record_area.h"

#include <algorithm>

namespace perf::file {

void RecordArea::add(const Section& data) {
  sections_.push_back(data);
  parts_.push_back({data.offset, 0, {}});
}

base::Result<void> RecordArea::prepare(const Section& data, std::uint64_t shift, bool foreign,
                                       HeaderRecords* header) {
  auto pass = first_pass(source_, data, foreign, header);
  if (!pass) return pass.error();
  sections_.insert(sections_.end(), pass->sections.begin(), pass->sections.end());
  parts_.push_back({data.offset, shift, std::move(pass->origins)});
  removed_.insert(removed_.end(), pass->removed.begin(), pass->removed.end());
  pass->damage.move([shift](std::uint64_t offset) { return offset - shift; });
  damage_.add(pass->damage);
  return {};
}

std::uint64_t RecordArea::place(std::uint64_t offset) const {
  const auto part = std::find_if(parts_.rbegin(), parts_.rend(),
                                 [&](const Part& other) { return other.begin <= offset; });
  if (part == parts_.rend()) return offset;
  const auto after = std::upper_bound(
      part->origins.begin(), part->origins.end(), offset,
      [](std::uint64_t wanted, const Origin& origin) { return wanted < origin.offset; });
  if (after == part->origins.begin()) return offset - part->shift;
  const Origin& origin = *(after - 1);
  return origin.origin + (origin.packed ? 0 : offset - origin.offset) - part->shift;
}

}  // namespace perf::file
