// The events of one source (a file's or a live one's): attributes, ids, names, and which event a
// record belongs to. It decodes nothing but the id.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/flat_map.h"
#include "event/layout.h"

namespace perf::event {

struct Event {
  Attr attr;
  Layout layout;
  std::vector<std::uint64_t> ids;
  std::string name;            // as recorded, or made from the attribute
  bool recorded_name = false;  // the file gave the name
  std::uint32_t leader = 0;    // index of the group's leader, itself without a group
  std::uint32_t members = 1;   // of the group that it leads
  std::string group_name;      // of a leader whose group was named
};

class EventSet {
 public:
  void add(const Attr& attr, std::vector<std::uint64_t> ids);

  [[nodiscard]] std::size_t size() const { return events_.size(); }
  [[nodiscard]] bool empty() const { return events_.empty(); }
  [[nodiscard]] const Event& at(std::size_t index) const { return events_[index]; }
  Event& at(std::size_t index) { return events_[index]; }
  [[nodiscard]] auto begin() const { return events_.begin(); }
  [[nodiscard]] auto end() const { return events_.end(); }

  // The event of a SAMPLE or of another kernel record; base::no_index when its id is unknown. With
  // one event everything is its.
  [[nodiscard]] std::uint32_t of_sample(bytes::View body) const;
  [[nodiscard]] std::uint32_t of_trailer(bytes::View body) const;
  [[nodiscard]] std::uint32_t of_id(std::uint64_t id) const;

  // Gives events without a recorded name the name perf would print, and ends building.
  void complete();

  // Every event has a time in every record: the file can be put in time order.
  [[nodiscard]] bool ordered() const { return ordered_; }
  // The layout of records that belong to no event in particular (the first event's).
  [[nodiscard]] const Layout& common_layout() const { return events_.front().layout; }

 private:
  std::vector<Event> events_;
  base::FlatMap<std::uint32_t> by_id_;
  bool ordered_ = false;
};

// The name perf gives to an event without a recorded one: "cycles", "cpu-clock:u", "raw 0x1a8" ….
std::string default_name(const Attr& attr);

}  // namespace perf::event
