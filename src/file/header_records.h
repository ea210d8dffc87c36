// The header as records: what a pipe says of itself among its records, and what any recording adds
// to its events later. It reads no record itself.
#pragma once

#include "file/features.h"
#include "records/record.h"

namespace perf::file {

// What EVENT_UPDATE says of an event.
struct EventUpdate {
  std::uint64_t id = 0;
  std::optional<std::string> name, unit;
  std::optional<double> scale;
};

class HeaderRecords {
 public:
  explicit HeaderRecords(bool foreign) : foreign_(foreign) {}

  // The record's numbers are in this machine's order (Swapper without events), but a feature's are
  // as they were written. `payload` is what follows the record. False when the record does not hold
  // what it should.
  bool take(const records::RawRecord& record, bytes::View payload);

  // A record of the old dialect.
  bool take_old(unsigned feature, bytes::View body);

  [[nodiscard]] const event::EventSet& events() const { return events_; }
  [[nodiscard]] const Features& features() const { return features_; }
  [[nodiscard]] const std::vector<EventUpdate>& updates() const { return updates_; }

 private:
  bool take_attr(const records::RawRecord& record);
  bool take_build_id(const records::RawRecord& record);
  bool take_feature(const records::RawRecord& record);
  bool take_update(const records::RawRecord& record);

  bool foreign_;
  event::EventSet events_;
  Features features_;
  std::vector<EventUpdate> updates_;
};

}  // namespace perf::file
