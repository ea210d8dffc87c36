#include "live/event_string.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "event/abi.h"
#include "live/event_modifiers.h"
#include "live/event_names.h"
#include "live/event_terms.h"
#include "live/nearest.h"
#include "live/tracepoints.h"

namespace perf::live {
namespace {

using Error = std::optional<EventStringError>;

constexpr std::size_t longest_text = 1 << 16;
constexpr std::size_t most_events = 1 << 16;
constexpr std::size_t suggestions_from = 5000;  // tracepoints that are looked through

bool is_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n';
}

// A part of the text that knows where it stands in the whole.
struct Piece {
  std::string_view text;
  std::size_t column = 0;

  [[nodiscard]] Piece sub(std::size_t from, std::size_t count = std::string_view::npos) const {
    from = std::min(from, text.size());
    return {text.substr(from, count), column + from};
  }
  [[nodiscard]] Piece trimmed() const {
    Piece piece = *this;
    while (!piece.text.empty() && is_blank(piece.text.front())) piece = piece.sub(1);
    while (!piece.text.empty() && is_blank(piece.text.back())) piece.text.remove_suffix(1);
    return piece;
  }
};

std::optional<std::uint64_t> number(std::string_view text, int base) {
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
    base = 16;
  }
  std::uint64_t value = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value, base);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

// Where an event ends: at a comma or the group's end, outside of slashes and quotes.
std::size_t event_end(std::string_view text) {
  if (text.starts_with("mem:")) return std::min(text.find_first_of(",}"), text.size());
  bool terms = false;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\'') quoted = !quoted;
    if (quoted) continue;
    if (text[at] == '/') terms = !terms;
    if (!terms && (text[at] == ',' || text[at] == '}' || text[at] == '{')) return at;
  }
  return text.size();
}

class Parser {
 public:
  Parser(std::string_view text, const EventSources& sources) : text_(text), sources_(sources) {}

  ParsedEvents parse() {
    Error error = text_.size() > longest_text ? fail({}, "the event string is too long") : events();
    if (error) {
      error->column = std::min(error->column, text_.size());
      return {{}, std::move(error)};
    }
    return {std::move(events_), std::nullopt};
  }

 private:
  static Error fail(const Piece& at, std::string sentence) {
    return EventStringError{at.column, std::move(sentence)};
  }

  Error events() {
    Piece rest = Piece{text_, 0}.trimmed();
    if (rest.text.empty()) return fail(rest, "the event string names no event");
    for (bool more = true; more;) {
      const std::size_t end = event_end(rest.text);
      const bool is_group = end < rest.text.size() && rest.text[end] == '{';
      if (auto error = is_group ? group(rest, end) : single(rest, end)) return error;
      rest = rest.trimmed();
      more = !rest.text.empty();
      if (!more) break;
      if (rest.text.front() != ',') {
        return fail(rest,
                    "'" + std::string(1, rest.text.front()) + "' stands where a comma should");
      }
      rest = rest.sub(1).trimmed();
      if (rest.text.empty()) return fail(rest, "an event is missing behind the comma");
    }
    return std::nullopt;
  }

  Error single(Piece& rest, std::size_t end) {
    const Piece piece = rest.sub(0, end).trimmed();
    rest = rest.sub(end);
    return event(piece);
  }

  // name:{a,b}:modifiers; the name and what stands behind are optional.
  Error group(Piece& rest, std::size_t open) {
    Piece name = rest.sub(0, open).trimmed();
    if (name.text.ends_with(':')) name.text.remove_suffix(1);
    const Piece at = rest.sub(open);
    rest = rest.sub(open + 1);
    const std::size_t first = events_.size();
    for (;;) {
      const std::size_t end = event_end(rest.text);
      if (end >= rest.text.size()) return fail(at, "the group is not closed: '}' is missing");
      if (rest.text[end] == '{') return fail(rest.sub(end), "a group cannot stand in another one");
      const char delimiter = rest.text[end];
      if (auto error = single(rest, end)) return error;
      rest = rest.sub(1);
      if (delimiter == '}') break;
    }
    for (std::size_t i = first; i < events_.size(); ++i) {
      events_[i].event.leader = static_cast<std::uint32_t>(first);
    }
    if (first == events_.size()) return std::nullopt;
    events_[first].event.members = static_cast<std::uint32_t>(events_.size() - first);
    events_[first].event.group_name = name.text;
    if (rest.text.empty() || rest.text.front() != ':') return std::nullopt;
    const std::size_t end = std::min(rest.text.find_first_of(", \t\n"), rest.text.size());
    const Piece letters = rest.sub(1, end - 1);
    rest = rest.sub(end);
    for (std::size_t i = first; i < events_.size(); ++i) {
      if (auto error = modify(letters, events_[i])) return error;
    }
    return std::nullopt;
  }

  static Error modify(const Piece& letters, ParsedEvent& event) {
    const auto bad = apply_modifiers(letters.text, event);
    return bad ? fail(letters.sub(bad->at), bad->sentence) : std::nullopt;
  }

  Error event(const Piece& piece) {
    if (piece.text.empty()) return fail(piece, "an event is missing here");
    if (events_.size() >= most_events) return fail(piece, "there are too many events");
    if (piece.text.starts_with("mem:")) return breakpoint(piece);
    const std::size_t slash = piece.text.find('/');
    if (slash != std::string_view::npos) return with_terms(piece, slash);
    const std::size_t colon = piece.text.find(':');
    if (const auto known = event_named(piece.text.substr(0, colon))) return named(*known, piece);
    if (const auto raw = raw_config(piece.text.substr(0, colon))) {
      return plain(event::type_raw, *raw, piece, colon);
    }
    if (colon == std::string_view::npos) return alias(piece, colon);
    const auto type = number(piece.text.substr(0, colon), 10);
    if (type && *type <= 0xffffffff)
      return numeric(static_cast<std::uint32_t>(*type), piece, colon);
    if (is_alias(piece.text.substr(0, colon))) return alias(piece, colon);
    return tracepoints_of(piece, piece.sub(piece.text.size()));
  }

  // r1a8, r0x1a8
  static std::optional<std::uint64_t> raw_config(std::string_view text) {
    if (text.size() < 2 || text.front() != 'r') return std::nullopt;
    return number(text.substr(1), 16);
  }

  // An event as any is before its modifiers.
  static ParsedEvent fresh(std::uint32_t type, std::uint64_t config, std::string_view name) {
    ParsedEvent parsed;
    parsed.event.attr.type = type;
    parsed.event.attr.config = config;
    parsed.event.attr.set(event::Flag::exclude_guest);
    parsed.event.name = name;
    return parsed;
  }

  void add(ParsedEvent parsed) {
    parsed.event.leader = static_cast<std::uint32_t>(events_.size());
    parsed.event.recorded_name = true;
    events_.push_back(std::move(parsed));
  }

  Error named(const event::NamedEvent& known, const Piece& piece) {
    return plain(known.type, known.config, piece, piece.text.find(':'));
  }

  // With modifiers behind the colon, if there is one.
  Error plain(std::uint32_t type, std::uint64_t config, const Piece& piece, std::size_t colon) {
    ParsedEvent parsed = fresh(type, config, piece.text);
    if (colon != std::string_view::npos) {
      if (auto error = modify(piece.sub(colon + 1), parsed)) return error;
    }
    add(std::move(parsed));
    return std::nullopt;
  }

  // TYPE:CONFIG
  Error numeric(std::uint32_t type, const Piece& piece, std::size_t colon) {
    const std::size_t second = piece.text.find(':', colon + 1);
    const Piece config = piece.sub(colon + 1, second - colon - 1);
    const auto value = number(config.text, 10);
    if (!value) return fail(config, "'" + std::string(config.text) + "' is no number");
    return plain(type, *value, piece, second);
  }

  [[nodiscard]] bool is_alias(std::string_view name) const {
    return std::any_of(sources_.pmus.begin(), sources_.pmus.end(), [name](const Pmu& pmu) {
      return std::any_of(pmu.events.begin(), pmu.events.end(),
                         [name](const PmuEvent& event) { return same_letters(event.name, name); });
    });
  }

  // The bare name of some unit's event.
  Error alias(const Piece& piece, std::size_t colon) {
    const std::string_view name = piece.text.substr(0, colon);
    bool any = false;
    for (const Pmu& pmu : sources_.pmus) {
      for (const PmuEvent& event : pmu.events) {
        if (!same_letters(event.name, name)) continue;
        any = true;
        const Piece letters =
            colon == std::string_view::npos ? piece.sub(piece.text.size()) : piece.sub(colon + 1);
        if (auto error = of_unit(pmu, piece.sub(0, name.size()), letters, piece.text)) return error;
      }
    }
    if (any) return std::nullopt;
    std::vector<std::string> names = known_event_names();
    for (const Pmu& pmu : sources_.pmus) {
      for (const PmuEvent& event : pmu.events) names.push_back(event.name);
    }
    return fail(piece, "'" + std::string(name) + "' is no event" + suggestion(name, names));
  }

  Error of_unit(const Pmu& pmu, const Piece& terms, const Piece& letters, std::string_view name) {
    ParsedEvent parsed = fresh(pmu.type, 0, name);
    parsed.cpus = pmu.cpus;
    if (auto bad = apply_terms(split_terms(terms.text, terms.column), &pmu, parsed)) {
      return EventStringError{bad->column, bad->sentence};
    }
    if (!letters.text.empty()) {
      if (auto error = modify(letters, parsed)) return error;
    }
    add(std::move(parsed));
    return std::nullopt;
  }

  // unit/terms/, name/settings/, system:tracepoint/settings/; modifiers behind them.
  Error with_terms(const Piece& piece, std::size_t slash) {
    const std::size_t close = piece.text.rfind('/');
    if (close == slash) return fail(piece.sub(slash), "the terms are not closed: '/' is missing");
    const Piece head = piece.sub(0, slash);
    const Piece terms = piece.sub(slash + 1, close - slash - 1);
    Piece letters = piece.sub(close + 1);
    if (letters.text.starts_with(':')) letters = letters.sub(1);
    if (const auto known = event_named(head.text)) {
      ParsedEvent parsed = fresh(known->type, known->config, piece.text);
      return finish(std::move(parsed), terms, letters);
    }
    if (head.text.find(':') != std::string_view::npos) {
      return tracepoints_of(head, terms, letters);
    }
    return units(piece, head, terms, letters);
  }

  Error finish(ParsedEvent parsed, const Piece& terms, const Piece& letters) {
    if (auto bad = apply_terms(split_terms(terms.text, terms.column), nullptr, parsed)) {
      return EventStringError{bad->column, bad->sentence};
    }
    if (!letters.text.empty()) {
      if (auto error = modify(letters, parsed)) return error;
    }
    add(std::move(parsed));
    return std::nullopt;
  }

  // uncore_imc stands for uncore_imc_0, uncore_imc_1 …
  static bool is_of_family(std::string_view name, std::string_view family) {
    if (name.size() <= family.size() || !same_letters(name.substr(0, family.size()), family)) {
      return false;
    }
    std::string_view rest = name.substr(family.size());
    if (rest.front() == '_') rest.remove_prefix(1);
    return !rest.empty() &&
           std::all_of(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  Error units(const Piece& piece, const Piece& head, const Piece& terms, const Piece& letters) {
    std::vector<const Pmu*> fitting;
    for (const Pmu& pmu : sources_.pmus) {
      if (same_letters(pmu.name, head.text)) fitting.assign(1, &pmu);
    }
    for (const Pmu& pmu : sources_.pmus) {
      if (!fitting.empty() && same_letters(fitting.front()->name, head.text)) break;
      if (matches_glob(head.text, pmu.name) || is_of_family(pmu.name, head.text)) {
        fitting.push_back(&pmu);
      }
    }
    for (const Pmu* pmu : fitting) {
      const std::string name = fitting.size() == 1
                                   ? std::string(piece.text)
                                   : pmu->name + std::string(piece.text.substr(head.text.size()));
      if (auto error = of_unit(*pmu, terms, letters, name)) return error;
    }
    if (!fitting.empty()) return std::nullopt;
    std::vector<std::string> names;
    for (const Pmu& pmu : sources_.pmus) names.push_back(pmu.name);
    return fail(head, "'" + std::string(head.text) + "' is no unit of this machine" +
                          suggestion(head.text, names));
  }

  // system:name, either of them a pattern; modifiers behind a second colon, or the letters.
  Error tracepoints_of(const Piece& piece, const Piece& terms, Piece letters = {}) {
    const std::size_t colon = piece.text.find(':');
    const std::size_t second = std::min(piece.text.find(':', colon + 1), piece.text.size());
    if (second < piece.text.size()) letters = piece.sub(second + 1);
    const Tracepoint wanted{std::string(piece.text.substr(0, colon)),
                            std::string(piece.text.substr(colon + 1, second - colon - 1))};
    if (sources_.tracefs.empty()) {
      return fail(piece,
                  "tracepoints cannot be looked up: /sys/kernel/tracing is not mounted, or "
                  "may not be read (as root: mount -o remount,mode=755 /sys/kernel/tracing)");
    }
    if ((wanted.system + wanted.name).find_first_of("*?[") == std::string::npos) {
      const auto id = tracepoint_id(sources_.tracefs, wanted);
      return id ? tracepoint(wanted, *id, terms, letters) : no_tracepoint(piece, wanted);
    }
    bool any = false;
    for (const Tracepoint& point : all_tracepoints()) {
      if (!matches_glob(wanted.system, point.system) || !matches_glob(wanted.name, point.name)) {
        continue;
      }
      const auto id = tracepoint_id(sources_.tracefs, point);
      if (!id) continue;
      any = true;
      if (events_.size() >= most_events) return fail(piece, "there are too many events");
      if (auto error = tracepoint(point, *id, terms, letters)) return error;
    }
    if (any) return std::nullopt;
    return fail(piece, "no tracepoint fits '" + wanted.system + ":" + wanted.name + "'");
  }

  Error tracepoint(const Tracepoint& point, std::uint64_t id, const Piece& terms,
                   const Piece& letters) {
    ParsedEvent parsed = fresh(event::type_tracepoint, id, point.system + ":" + point.name);
    parsed.event.attr.sample_period = 1;
    parsed.event.attr.sample_type = event::sample_raw | event::sample_time | event::sample_cpu;
    return finish(std::move(parsed), terms, letters);
  }

  Error no_tracepoint(const Piece& piece, const Tracepoint& wanted) {
    std::vector<std::string> names;
    for (const Tracepoint& point : all_tracepoints()) {
      if (names.size() < suggestions_from) names.push_back(point.system + ":" + point.name);
    }
    const std::string name = wanted.system + ":" + wanted.name;
    return fail(piece, "'" + name + "' is no tracepoint" + suggestion(name, names));
  }

  const std::vector<Tracepoint>& all_tracepoints() {
    if (!tracepoints_) tracepoints_ = tracepoints(sources_.tracefs);
    return *tracepoints_;
  }

  // mem:ADDRESS/LENGTH:ACCESS:modifiers
  Error breakpoint(const Piece& piece) {
    constexpr std::size_t prefix = 4;
    const std::size_t end = std::min(piece.text.find_first_of("/:", prefix), piece.text.size());
    const Piece address = piece.sub(prefix, end - prefix);
    const auto at = number(address.text, 10);
    if (!at) return fail(address, "'" + std::string(address.text) + "' is no address");
    ParsedEvent parsed = fresh(event::type_breakpoint, 0, piece.text);
    event::Attr& attr = parsed.event.attr;
    attr.config1 = *at;
    attr.sample_period = 1;
    Piece rest = piece.sub(end);
    std::optional<std::uint64_t> length;
    if (rest.text.starts_with('/')) {
      const std::size_t stop = std::min(rest.text.find(':'), rest.text.size());
      const Piece digits = rest.sub(1, stop - 1);
      length = number(digits.text, 10);
      if (!length || (*length != 1 && *length != 2 && *length != 4 && *length != 8)) {
        return fail(digits, "a breakpoint watches 1, 2, 4 or 8 bytes");
      }
      rest = rest.sub(stop);
    }
    attr.bp_type = access_of(rest);
    const bool executes = (attr.bp_type & bp_execute) != 0;
    attr.config2 = length.value_or(executes ? sizeof(long) : 4);
    if (rest.text.starts_with(':')) {
      if (auto error = modify(rest.sub(1), parsed)) return error;
    }
    add(std::move(parsed));
    return std::nullopt;
  }

  // Takes ":rwx" from the text, if it stands there; read and write otherwise.
  static std::uint32_t access_of(Piece& rest) {
    if (!rest.text.starts_with(':')) return bp_read | bp_write;
    const std::size_t end = std::min(rest.text.find(':', 1), rest.text.size());
    const std::string_view letters = rest.text.substr(1, end - 1);
    if (letters.empty() || letters.find_first_not_of("rwx") != std::string_view::npos) {
      return bp_read | bp_write;
    }
    std::uint32_t access = 0;
    for (const char letter : letters) {
      access |= letter == 'r' ? bp_read : letter == 'w' ? bp_write : bp_execute;
    }
    rest = rest.sub(end);
    return access;
  }

  static constexpr std::uint32_t bp_read = 1, bp_write = 2, bp_execute = 4;

  std::string_view text_;
  const EventSources& sources_;
  std::optional<std::vector<Tracepoint>> tracepoints_;
  std::vector<ParsedEvent> events_;
};

}  // namespace

EventSources event_sources() {
  return {pmus(), tracefs()};
}

ParsedEvents parse_events(std::string_view text, const EventSources& sources) {
  return Parser(text, sources).parse();
}

}  // namespace perf::live
