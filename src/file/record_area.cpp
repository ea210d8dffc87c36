#include "file/record_area.h"

#include <algorithm>

namespace perf::file {

void RecordArea::add(const Section& data) {
  sections_.push_back(data);
  parts_.push_back({data.offset, 0, {}, {}});
}

base::Result<void> RecordArea::prepare(const Section& data, std::uint64_t shift, bool foreign,
                                       HeaderRecords* header, const std::string& name) {
  auto pass = first_pass(source_, data, foreign, header);
  if (!pass) return pass.error();
  sections_.insert(sections_.end(), pass->sections.begin(), pass->sections.end());
  parts_.push_back({data.offset, shift, std::move(pass->origins), name});
  removed_.insert(removed_.end(), pass->removed.begin(), pass->removed.end());
  pass->damage.move([&](Damage& damage) {
    damage.error.offset -= shift;
    damage.part = name;
  });
  damage_.add(pass->damage);
  return {};
}

void RecordArea::place(Damage& damage) const {
  std::uint64_t& offset = damage.error.offset;
  const auto part = std::find_if(parts_.rbegin(), parts_.rend(),
                                 [&](const Part& other) { return other.begin <= offset; });
  if (part == parts_.rend()) return;
  damage.part = part->name;
  const auto after = std::upper_bound(
      part->origins.begin(), part->origins.end(), offset,
      [](std::uint64_t wanted, const Origin& origin) { return wanted < origin.offset; });
  if (after != part->origins.begin()) {
    const Origin& origin = *(after - 1);
    offset = origin.origin + (origin.packed ? 0 : offset - origin.offset);
  }
  offset -= part->shift;
}

}  // namespace perf::file
