#include "live/event_modifiers.h"

#include <algorithm>

namespace perf::live {
namespace {

using event::Flag;

// b and R are for counting, they change nothing here.
constexpr std::string_view known = "ukhIGHpPSDWebR";
constexpr std::size_t most_precise = 3;

bool has(std::string_view letters, char letter) {
  return letters.find(letter) != std::string_view::npos;
}

std::size_t precision(std::string_view letters) {
  return static_cast<std::size_t>(std::count(letters.begin(), letters.end(), 'p'));
}

// What is named is counted, the rest is not; without a name everything is that the event counts.
void apply_modes(std::string_view all, event::Attr& attr) {
  if (!has(all, 'u') && !has(all, 'k') && !has(all, 'h')) return;
  attr.set(Flag::exclude_user, !has(all, 'u'));
  attr.set(Flag::exclude_kernel, !has(all, 'k'));
  attr.set(Flag::exclude_hv, !has(all, 'h'));
}

// An event without modifiers of its own leaves guests out, and so does one of user space or a
// precise one, unless G or H says who is meant. That is what perf does.
void apply_guests(std::string_view own, std::string_view all, event::Attr& attr) {
  const bool said = has(all, 'G') || has(all, 'H');
  const bool by_default = own.empty() || has(all, 'u') || has(all, 'p');
  attr.set(Flag::exclude_host, said && !has(all, 'H'));
  attr.set(Flag::exclude_guest, said ? !has(all, 'G') : by_default);
}

void set_precise_ip(event::Attr& attr, std::uint64_t level) {
  constexpr unsigned first_bit = 15;
  attr.flags |= level << first_bit;
}

Failure check_modifier(Piece letters, std::size_t at, bool of_group) {
  const char letter = letters.text[at];
  const std::string_view before = letters.text.substr(0, at);
  const Piece here = letters.from(at);
  const std::string name = quoted(beginning(here.text, 1));
  if (!has(known, letter)) {
    return failure(here, name + " is no modifier; those are " + std::string(known));
  }
  if (letter == 'p' && precision(before) == most_precise) {
    return failure(here, "more than three times 'p' is more precise than anything can be");
  }
  if (letter != 'p' && has(before, letter)) {
    return failure(here, "the modifier " + name + " is given twice");
  }
  if ((letter == 'p' && has(before, 'P')) || (letter == 'P' && has(before, 'p'))) {
    return failure(here, "'p' and 'P' ask for different precision");
  }
  if (letter == 'W' && !of_group) return failure(here, "the modifier 'W' is for groups");
  return {};
}

}  // namespace

bool are_modifiers(std::string_view letters) {
  return !letters.empty() && letters.find_first_not_of(known) == std::string_view::npos;
}

Failure check_modifiers(Piece letters, bool of_group) {
  for (std::size_t at = 0; at < letters.text.size(); ++at) {
    if (auto failed = check_modifier(letters, at, of_group)) return failed;
  }
  return {};
}

Failure apply_modifiers(Piece own, Piece of_group, bool leader, ParsedEvent& event) {
  const std::string all = std::string(own.text) + std::string(of_group.text);
  const std::size_t level = has(all, 'P') ? most_precise : precision(all);
  if (level > most_precise) {
    return failure(of_group, "with the group's 'p' an event has more than three of them");
  }
  event::Attr& attr = event.event.attr;
  apply_modes(all, attr);
  apply_guests(own.text, all, attr);
  set_precise_ip(attr, level);
  const std::string_view held = leader ? std::string_view(all) : own.text;
  if (has(all, 'I')) attr.set(Flag::exclude_idle);
  if (has(held, 'D')) attr.set(Flag::pinned);
  if (has(held, 'e')) attr.set(Flag::exclusive);
  event.sample_group = has(all, 'S');
  event.precise_max = has(all, 'P');
  event.weak_group = has(of_group.text, 'W');
  return {};
}

}  // namespace perf::live
