#include "file/header_records.h"

#include <bit>

namespace perf::file {
namespace {

using bytes::Cursor;

enum UpdateType : std::uint64_t { update_unit, update_scale, update_name };

std::string text_of(Cursor& in) {
  return std::string(in.text(in.left()));
}

// simpleperf's tracing data lies in the record itself.
bytes::View inside(bytes::View body) {
  Cursor in(body);
  return in.take(in.read<std::uint32_t>());
}

}  // namespace

bool HeaderRecords::take(const records::RawRecord& record, bytes::View payload) {
  switch (record.type) {
    case event::record_header_attr:
      return take_attr(record.body);
    case event::record_header_build_id:
      return take_build_id(record);
    case event::record_header_feature:
      return take_feature(record.body);
    case event::record_event_update:
      return take_update(record.body);
    case event::record_header_tracing_data: {
      Cursor in(payload.empty() ? inside(record.body) : payload, foreign_);
      return in.left() != 0 && decode_feature(feature_tracing_data, in, features_);
    }
    default:
      return true;
  }
}

bool HeaderRecords::take_old(unsigned feature, bytes::View body) {
  Cursor in(body, foreign_);
  return decode_feature(feature, in, features_);
}

bool HeaderRecords::take_attr(bytes::View body) {
  const auto attr = event::parse_attr(body, foreign_);
  if (!attr) return false;
  Cursor in(body.subspan(attr->size), foreign_);
  std::vector<std::uint64_t> ids;
  while (in.left() >= sizeof(std::uint64_t)) ids.push_back(in.read<std::uint64_t>());
  events_.add(*attr, ids);
  return true;
}

bool HeaderRecords::take_build_id(const records::RawRecord& record) {
  constexpr std::size_t id_field = 24;
  Cursor in(record.body);
  RecordedBuildId entry;
  entry.misc = record.misc;
  entry.pid = in.read<std::int32_t>();
  const bytes::View id = in.take(id_field);
  entry.filename = text_of(in);
  if (id.empty()) return false;
  const bool sized = (entry.misc & event::misc_build_id_size) != 0;
  const std::size_t size = sized ? std::min<std::size_t>(id[20], 20) : 20;
  entry.id.assign(id.begin(), id.begin() + static_cast<std::ptrdiff_t>(size));
  features_.build_ids.push_back(std::move(entry));
  features_.note(feature_build_id);
  return true;
}

bool HeaderRecords::take_feature(bytes::View body) {
  Cursor number(body.first(std::min<std::size_t>(body.size(), sizeof(std::uint64_t))));
  const auto feature = number.read<std::uint64_t>();
  if (!number.ok()) return false;
  Cursor in(body.subspan(sizeof feature), foreign_);
  const bool flag = feature == feature_branch_stack || feature == feature_stat;
  if (in.left() == 0 && !flag) return true;  // of the first unused number: these were all
  if (feature > 0xffff) return false;
  return decode_feature(static_cast<unsigned>(feature), in, features_);
}

bool HeaderRecords::take_update(bytes::View body) {
  Cursor in(body);
  const auto type = in.read<std::uint64_t>();
  EventUpdate update;
  update.id = in.read<std::uint64_t>();
  if (!in.ok()) return false;
  Cursor data(in.rest());
  if (type == update_name) update.name = text_of(data);
  if (type == update_unit) update.unit = text_of(data);
  if (type == update_scale) update.scale = std::bit_cast<double>(data.read<std::uint64_t>());
  if (data.ok() && (update.name || update.unit || update.scale)) {
    updates_.push_back(std::move(update));
  }
  return data.ok();
}

}  // namespace perf::file
