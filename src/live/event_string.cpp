#include "live/event_string.h"

#include "live/event_finder.h"
#include "live/event_modifiers.h"

namespace perf::live {
namespace {

constexpr std::size_t longest_text = std::size_t{64} << 10;
constexpr std::size_t most_events = 65'536;

// Takes the sign off the front, after white space.
bool take(Piece& rest, char sign) {
  rest = trimmed(rest);
  const bool there = rest.text.starts_with(sign);
  if (there) rest = rest.from(1);
  return there;
}

// Events and groups of them, separated by commas.
class EventList {
 public:
  EventList(std::string_view text, const EventSources& sources) : rest_{text}, finder_(sources) {}

  Failure parse();
  std::vector<ParsedEvent> take_events() { return std::move(events_); }

 private:
  Failure parse_item();
  // From its brace on.
  Failure parse_group(Piece name);
  Failure parse_members();
  Failure parse_event(const WrittenEvent& written);
  // Of the events from `first` on, which are all.
  Failure apply_modifiers_from(std::size_t first, Piece of_group, bool grouped);

  Piece rest_;
  EventFinder finder_;
  std::vector<ParsedEvent> events_;
  std::vector<Piece> modifiers_;  // of each event
};

Failure EventList::parse() {
  do {
    if (auto failed = parse_item()) return failed;
  } while (take(rest_, ','));
  if (rest_.text.empty()) return {};
  return failure(rest_, quoted(beginning(rest_.text, 1)) + " is not expected here");
}

Failure EventList::parse_item() {
  WrittenEvent written;
  if (auto failed = take_event(rest_, written)) return failed;
  if (rest_.text.starts_with('{') && !written.terms) return parse_group(written.head);
  const std::size_t first = events_.size();
  if (auto failed = parse_event(written)) return failed;
  return apply_modifiers_from(first, {}, false);
}

Failure EventList::parse_group(Piece name) {
  const Piece opened = rest_;
  const std::size_t leader = events_.size();
  if (name.text.ends_with(':')) name = trimmed(name.until(name.text.size() - 1));
  if (auto failed = parse_members()) return failed;
  if (!take(rest_, '}')) return failure(opened, "this '{' has no '}'");
  Piece modifiers;
  if (take(rest_, ':')) {
    const std::size_t end = rest_.text.find(',');
    modifiers = trimmed(rest_.until(end));
    rest_ = rest_.from(end);
  }
  if (auto failed = check_modifiers(modifiers, true)) return failed;
  event::Event& first = events_[leader].event;
  first.group_name = name.text;
  first.members = static_cast<std::uint32_t>(events_.size() - leader);
  return apply_modifiers_from(leader, modifiers, true);
}

Failure EventList::parse_members() {
  rest_ = rest_.from(1);
  do {
    WrittenEvent written;
    if (auto failed = take_event(rest_, written)) return failed;
    if (rest_.text.starts_with('{')) return failure(rest_, "a group cannot hold another one");
    if (auto failed = parse_event(written)) return failed;
  } while (take(rest_, ','));
  return {};
}

Failure EventList::parse_event(const WrittenEvent& written) {
  FoundEvents found;
  if (auto failed = finder_.find(written, found)) return failed;
  const Piece modifiers = trimmed(found.modifiers);
  if (auto failed = check_modifiers(modifiers, false)) return failed;
  if (events_.size() + found.events.size() > most_events) {
    return failure(written.whole, "more than " + std::to_string(most_events) + " events");
  }
  for (ParsedEvent& parsed : found.events) {
    events_.push_back(std::move(parsed));
    modifiers_.push_back(modifiers);
  }
  return {};
}

Failure EventList::apply_modifiers_from(std::size_t first, Piece of_group, bool grouped) {
  for (std::size_t at = first; at < events_.size(); ++at) {
    const std::size_t leader = grouped ? first : at;
    events_[at].event.leader = static_cast<std::uint32_t>(leader);
    const bool leads = leader == at;
    if (auto failed = apply_modifiers(modifiers_[at], of_group, leads, events_[at])) return failed;
  }
  return {};
}

}  // namespace

EventSources event_sources() {
  return {pmus(), tracefs()};
}

ParsedEvents parse_events(std::string_view text, const EventSources& sources) {
  ParsedEvents parsed;
  if (text.size() > longest_text) {
    parsed.error = EventStringError{longest_text, "a text of events has at most 64 KiB"};
    return parsed;
  }
  EventList list(text, sources);
  parsed.error = list.parse();
  if (!parsed.error) parsed.events = list.take_events();
  return parsed;
}

}  // namespace perf::live
