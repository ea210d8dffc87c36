#include "live/event_names.h"

#include <array>
#include <span>

#include "event/abi.h"
#include "event/event_set.h"
#include "live/event_text.h"
#include "live/name_match.h"

namespace perf::live {
namespace {

struct Spelling {
  std::string_view name;
  std::uint64_t value;
};

// The numbers are those of enum perf_hw_cache_id, _op_id and _op_result_id.
constexpr std::array<Spelling, 24> caches{
    {{"L1-dcache", 0}, {"L1-d", 0},     {"L1d", 0},
     {"L1-data", 0},   {"dcache", 0},   {"L1-icache", 1},
     {"L1-i", 1},      {"L1i", 1},      {"L1-instruction", 1},
     {"icache", 1},    {"LLC", 2},      {"L2", 2},
     {"dTLB", 3},      {"d-tlb", 3},    {"Data-TLB", 3},
     {"iTLB", 4},      {"i-tlb", 4},    {"Instruction-TLB", 4},
     {"branch", 5},    {"branches", 5}, {"bpu", 5},
     {"btb", 5},       {"bpc", 5},      {"node", 6}}};
constexpr std::array<Spelling, 10> operations{{{"load", 0},
                                               {"loads", 0},
                                               {"read", 0},
                                               {"store", 1},
                                               {"stores", 1},
                                               {"write", 1},
                                               {"prefetch", 2},
                                               {"prefetches", 2},
                                               {"speculative-read", 2},
                                               {"speculative-load", 2}}};
constexpr std::array<Spelling, 6> results{
    {{"refs", 0}, {"Reference", 0}, {"ops", 0}, {"access", 0}, {"misses", 1}, {"miss", 1}}};

// Takes the longest spelling that the text begins with, up to its end or a hyphen, off its front.
std::optional<std::uint64_t> take(std::string_view& text, std::span<const Spelling> spellings) {
  const Spelling* best = nullptr;
  for (const Spelling& spelling : spellings) {
    const std::size_t length = spelling.name.size();
    const bool whole = text.size() == length || (text.size() > length && text[length] == '-');
    if (!whole || !same_name(text.substr(0, length), spelling.name)) continue;
    if (best == nullptr || best->name.size() < length) best = &spelling;
  }
  if (best == nullptr) return {};
  text.remove_prefix(std::min(text.size(), best->name.size() + 1));
  return best->value;
}

// CACHE[-OPERATION][-RESULT], the two in any order; what is not said is a load, and an access.
std::optional<EventCode> cache_event(std::string_view name) {
  if (name.ends_with('-')) return {};
  const auto cache = take(name, caches);
  if (!cache) return {};
  auto operation = take(name, operations);
  const auto result = take(name, results);
  if (!operation) operation = take(name, operations);
  if (!name.empty()) return {};
  return EventCode{event::type_hw_cache,
                   *cache | operation.value_or(0) << 8 | result.value_or(0) << 16};
}

const std::vector<event::NamedEvent>& all_named() {
  static const std::vector<event::NamedEvent> all = event::named_events();
  return all;
}

}  // namespace

std::optional<EventCode> named_event(std::string_view name) {
  for (const event::NamedEvent& known : all_named()) {
    if (same_name(name, known.name) || (!known.alias.empty() && same_name(name, known.alias))) {
      return EventCode{known.type, known.config};
    }
  }
  if (const auto found = cache_event(name)) return found;
  const auto raw = raw_number(name);
  return raw ? std::optional(EventCode{event::type_raw, *raw}) : std::nullopt;
}

std::vector<std::string_view> event_names() {
  std::vector<std::string_view> names;
  for (const event::NamedEvent& known : all_named()) {
    names.push_back(known.name);
    if (!known.alias.empty()) names.push_back(known.alias);
  }
  return names;
}

}  // namespace perf::live
