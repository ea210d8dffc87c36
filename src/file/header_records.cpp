#include "file/header_records.h"

#include "records/parse.h"

namespace perf::file {
namespace {

using bytes::Cursor;

// The record as its kind; nothing when it is too short for that.
template <class Kind>
std::optional<Kind> as(const records::RawRecord& record) {
  const auto body = records::parse(record, {});
  return body ? std::optional(std::get<Kind>(*body)) : std::nullopt;
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
      return take_attr(record);
    case event::record_header_build_id:
      return take_build_id(record);
    case event::record_header_feature:
      return take_feature(record);
    case event::record_event_update:
      return take_update(record);
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

bool HeaderRecords::take_attr(const records::RawRecord& record) {
  const auto told = as<records::HeaderAttr>(record);
  if (!told) return false;
  const auto attr = event::parse_attr(told->attr);
  if (!attr) return false;
  std::vector<std::uint64_t> ids;
  ids.reserve(told->ids.size());
  for (std::size_t i = 0; i < told->ids.size(); ++i) ids.push_back(told->ids[i]);
  events_.add(*attr, ids);
  return true;
}

bool HeaderRecords::take_build_id(const records::RawRecord& record) {
  const auto told = as<records::HeaderBuildId>(record);
  if (!told) return false;
  RecordedBuildId entry;
  entry.misc = record.misc;
  entry.pid = told->pid;
  entry.id.assign(told->build_id.begin(), told->build_id.end());
  entry.filename = told->filename;
  features_.build_ids.push_back(std::move(entry));
  features_.note(feature_build_id);
  return true;
}

bool HeaderRecords::take_feature(const records::RawRecord& record) {
  const auto told = as<records::HeaderFeature>(record);
  if (!told) return false;
  const std::uint64_t feature = told->feature;
  Cursor in(told->data, foreign_);
  const bool flag = feature == feature_branch_stack || feature == feature_stat;
  if (in.left() == 0 && !flag) return true;  // of the first unused number: these were all
  if (feature > 0xffff) return false;
  return decode_feature(static_cast<unsigned>(feature), in, features_);
}

bool HeaderRecords::take_update(const records::RawRecord& record) {
  using Told = records::EventUpdate;
  const auto told = as<Told>(record);
  if (!told) return false;
  EventUpdate update;
  update.id = told->id;
  if (told->update_type == Told::update_name) update.name = told->text;
  if (told->update_type == Told::update_unit) update.unit = told->text;
  if (told->update_type == Told::update_scale) update.scale = told->scale;
  if (update.name || update.unit || update.scale) updates_.push_back(std::move(update));
  return true;
}

}  // namespace perf::file
