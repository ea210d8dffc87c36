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
  std::string unit;            // of what it counts, empty: none
  double scale = 1;            // from counts to that unit
};

class EventSet {
 public:
  void add(const Attr& attr, const std::vector<std::uint64_t>& ids);
  // More ids of an event; one that another event has stays that one's.
  void add_ids(std::uint32_t event, const std::vector<std::uint64_t>& ids);

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

  // How the trailer of a record other than a SAMPLE is laid out: as its event's, where it says it.
  [[nodiscard]] const Layout& layout_of_trailer(bytes::View body) const {
    return alike_ ? common_layout() : own_layout(body);
  }

  // Gives events without a recorded name the name perf would print, and ends building.
  void complete();

  // Every event has a time in every record: the file can be put in time order.
  [[nodiscard]] bool ordered() const { return ordered_; }
  // The layout of records that belong to no event in particular (the first event's).
  [[nodiscard]] const Layout& common_layout() const { return events_.front().layout; }

 private:
  [[nodiscard]] const Layout& own_layout(bytes::View body) const;

  std::vector<Event> events_;
  base::FlatMap<std::uint32_t> by_id_;
  bool ordered_ = false;
  bool alike_ = true;  // all trailers are laid out in the same way
};

// An event that has a name for itself, and maybe a second one.
struct NamedEvent {
  std::string name, alias;
  std::uint32_t type = 0;
  std::uint64_t config = 0;
};

// Those of the hardware, of the kernel, and of the caches, as perf-list(1) has them.
std::vector<NamedEvent> named_events();

// The name perf gives to an event without a recorded one: "cycles", "cpu-clock:u", "raw 0x1a8" ….
std::string default_name(const Attr& attr);

}  // namespace perf::event
