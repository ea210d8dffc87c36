#include "live/event_modifiers.h"

#include "live/event_string.h"

namespace perf::live {
namespace {

using event::Attr;
using event::Flag;

constexpr std::string_view known = "ukhGHpPIDeSWbR";
constexpr unsigned most_precise = 3;

std::optional<BadModifier> check(std::string_view letters) {
  if (letters.empty()) return BadModifier{0, "a modifier is missing behind the colon"};
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::string letter(1, letters[i]);
    if (known.find(letters[i]) == std::string_view::npos) {
      return BadModifier{i, "'" + letter + "' is no modifier; those are " + std::string(known)};
    }
    if (letters[i] != 'p' && letters.find(letters[i], i + 1) != std::string_view::npos) {
      return BadModifier{i, "the modifier '" + letter + "' stands there twice"};
    }
  }
  return std::nullopt;
}

void set_precision(Attr& attr, unsigned precise) {
  attr.flags = (attr.flags & ~(3ULL << 15)) | std::uint64_t{precise} << 15;
}

void set_modes(std::string_view letters, Attr& attr) {
  const auto has = [letters](char letter) {
    return letters.find(letter) != std::string_view::npos;
  };
  if (has('u') || has('k') || has('h')) {
    attr.set(Flag::exclude_user, !has('u'));
    attr.set(Flag::exclude_kernel, !has('k'));
    attr.set(Flag::exclude_hv, !has('h'));
  }
  // Guests are left out of what users' programs do, or where the host is asked for.
  const bool guests = has('G');
  const bool host = has('H');
  attr.set(Flag::exclude_guest, !guests && (host || has('u')));
  attr.set(Flag::exclude_host, guests && !host);
}

}  // namespace

std::optional<BadModifier> apply_modifiers(std::string_view letters, ParsedEvent& event) {
  if (auto bad = check(letters)) return bad;
  Attr& attr = event.event.attr;
  set_modes(letters, attr);
  unsigned precise = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    switch (letters[i]) {
      case 'p':
        if (++precise > most_precise) return BadModifier{i, "no event is more precise than ppp"};
        break;
      case 'P':
        precise = most_precise;
        break;
      case 'I':
        attr.set(Flag::exclude_idle);
        break;
      case 'D':
        attr.set(Flag::pinned);
        break;
      case 'e':
        attr.set(Flag::exclusive);
        break;
      case 'S':
        event.sample_group = true;
        break;
      case 'W':
        event.weak_group = true;
        break;
      default:
        break;
    }
  }
  if (precise != 0) set_precision(attr, precise);
  return std::nullopt;
}

}  // namespace perf::live
