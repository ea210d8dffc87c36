// Event strings as perf-record(1) takes them with -e: names, units with terms, tracepoints,
// breakpoints, raw numbers, groups and modifiers. From the text to attributes; nothing is opened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/event_set.h"
#include "live/pmus.h"

namespace perf::live {

// How the callers of a sample are recorded.
enum class CallGraph : std::uint8_t { none, fp, dwarf, lbr };

// What an event's terms say of its recording, and what a command's options do not override.
struct EventSettings {
  std::optional<std::uint64_t> period, frequency;  // at most one of them
  std::optional<CallGraph> call_graph;
  std::optional<std::uint32_t> stack_size;  // of dwarf: bytes of the stack, a multiple of 8
  std::optional<std::uint16_t> max_stack;
  std::optional<bool> time, inherit, overwrite;
  std::optional<std::uint64_t> branch_sample_type;
};

// One event of the text. Its attribute has type, config words, exclude bits, precise_ip and pinned
// or exclusive as asked for, and what its terms say of AUX data; a breakpoint has its period of 1,
// a tracepoint that too and RAW, TIME and CPU in sample_type, since it is nothing without. All else
// is for whoever opens it.
struct ParsedEvent {
  event::Event event;  // attr, name, leader, members, group_name, unit, scale
  EventSettings settings;
  bool sample_group = false;  // :S, the leader samples and the others are read with it
  bool precise_max = false;   // :P, as precise as it can be had: precise_ip is the most there is
  bool weak_group = false;    // :W, the group may be broken up if it cannot be scheduled
  std::string cpus;           // those that its unit counts on, a list; empty: all
};

// Why a text is none that names events: a sentence, and the column (from 0) that it is about.
struct EventStringError {
  std::size_t column = 0;
  std::string sentence;
};

struct ParsedEvents {
  std::vector<ParsedEvent> events;
  std::optional<EventStringError> error;  // then there are no events
};

// What names can stand for on a machine.
struct EventSources {
  std::vector<Pmu> pmus;
  std::string tracefs;  // empty: it cannot be read
};
// Of this machine.
EventSources event_sources();

ParsedEvents parse_events(std::string_view text, const EventSources& sources);

}  // namespace perf::live
