#include "live/breakpoint_event.h"

#include "event/abi.h"

namespace perf::live {
namespace {

enum Access : std::uint32_t { read = 1, write = 2, execute = 4 };  // HW_BREAKPOINT_R, _W, _X

Failure parse_access(Piece letters, std::uint32_t& access) {
  access = 0;
  for (std::size_t at = 0; at < letters.text.size(); ++at) {
    const char letter = letters.text[at];
    const std::uint32_t bit = letter == 'r' ? read : letter == 'w' ? write : execute;
    if ((access & bit) != 0) return failure(letters.from(at), "an access is given twice");
    access |= bit;
  }
  return {};
}

Failure parse_length(Piece text, std::uint64_t& length) {
  const auto parsed = number(text.text);
  if (!parsed || (*parsed != 1 && *parsed != 2 && *parsed != 4 && *parsed != 8)) {
    return failure(text, "a breakpoint is 1, 2, 4 or 8 bytes long, not " + quoted(text.text));
  }
  length = *parsed;
  return {};
}

// "0x1000" or "0x1000/8".
Failure parse_range(Piece range, event::Attr& attr) {
  const std::size_t slash = range.text.find('/');
  const Piece address = trimmed(range.until(slash));
  const auto parsed = number(address.text);
  if (!parsed) return failure(address, quoted(address.text) + " is no address");
  attr.config1 = *parsed;
  if (slash == std::string_view::npos) return {};
  return parse_length(trimmed(range.from(slash + 1)), attr.config2);
}

bool is_access(std::string_view text) {
  return !text.empty() && text.find_first_not_of("rwx") == std::string_view::npos;
}

}  // namespace

Failure parse_breakpoint(Piece text, event::Attr& attr, Piece& modifiers) {
  const Piece range = text.from(breakpoint_prefix.size());
  modifiers = range.after(':');
  attr.type = event::type_breakpoint;
  attr.sample_period = 1;
  attr.bp_type = read | write;
  const Piece access = trimmed(modifiers.until(modifiers.text.find(':')));
  if (is_access(access.text)) {
    if (auto failed = parse_access(access, attr.bp_type)) return failed;
    modifiers = modifiers.after(':');
  }
  // The kernel wants an instruction's breakpoint to be as long as a word.
  attr.config2 = attr.bp_type == execute ? sizeof(long) : 4;
  return parse_range(range.until(range.text.find(':')), attr);
}

}  // namespace perf::live
