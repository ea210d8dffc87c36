#include "live/event_names.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "event/abi.h"

namespace perf::live {
namespace {

using Spellings = std::vector<std::string_view>;

// By the number of the cache, the operation and the result in an attribute's config.
const std::array<Spellings, 7> caches{{{"L1-dcache", "l1-d", "l1d", "L1-data"},
                                       {"L1-icache", "l1-i", "l1i", "L1-instruction"},
                                       {"LLC", "L2"},
                                       {"dTLB", "d-tlb", "Data-TLB"},
                                       {"iTLB", "i-tlb", "Instruction-TLB"},
                                       {"branch", "branches", "bpu", "btb", "bpc"},
                                       {"node"}}};
const std::array<Spellings, 3> operations{
    {{"load", "loads", "read"},
     {"store", "stores", "write"},
     {"prefetch", "prefetches", "speculative-read", "speculative-load"}}};
const std::array<Spellings, 2> results{
    {{"refs", "Reference", "ops", "access"}, {"misses", "miss"}}};

// Takes the longest spelling that the text begins with, up to its end or a dash; the number of what
// it stands for.
template <std::size_t Count>
std::optional<std::uint64_t> take(std::string_view& text,
                                  const std::array<Spellings, Count>& choices) {
  std::optional<std::uint64_t> found;
  std::size_t length = 0;
  for (std::uint64_t number = 0; number < Count; ++number) {
    for (const std::string_view spelling : choices[number]) {
      const bool whole = text.size() == spelling.size() ||
                         (text.size() > spelling.size() && text[spelling.size()] == '-');
      if (!whole || spelling.size() <= length) continue;
      if (!same_letters(text.substr(0, spelling.size()), spelling)) continue;
      found = number;
      length = spelling.size();
    }
  }
  if (found) text.remove_prefix(std::min(text.size(), length + 1));
  return found;
}

// "L1-dcache-load-misses", "l1d-read-miss", "LLC-loads": cache, then operation and result, either
// of which may be left out.
std::optional<std::uint64_t> cache_config(std::string_view name) {
  const auto cache = take(name, caches);
  if (!cache) return std::nullopt;
  std::optional<std::uint64_t> operation;
  std::optional<std::uint64_t> result;
  for (int part = 0; part < 2 && !name.empty(); ++part) {
    if (!operation && (operation = take(name, operations))) continue;
    if (!result && (result = take(name, results))) continue;
    return std::nullopt;
  }
  if (!name.empty() || (!operation && !result)) return std::nullopt;
  return *cache | operation.value_or(0) << 8 | result.value_or(0) << 16;
}

}  // namespace

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

bool matches_glob(std::string_view pattern, std::string_view text) {
  return ::fnmatch(std::string(pattern).c_str(), std::string(text).c_str(), FNM_CASEFOLD) == 0;
}

std::optional<event::NamedEvent> event_named(std::string_view name) {
  static const std::vector<event::NamedEvent> all = event::named_events();
  for (const event::NamedEvent& event : all) {
    if (same_letters(event.name, name) || same_letters(event.alias, name)) return event;
  }
  const auto config = name.empty() ? std::nullopt : cache_config(name);
  if (!config) return std::nullopt;
  return event::NamedEvent{std::string(name), "", event::type_hw_cache, *config};
}

std::vector<std::string> known_event_names() {
  std::vector<std::string> names;
  for (const event::NamedEvent& event : event::named_events()) {
    names.push_back(event.name);
    if (!event.alias.empty()) names.push_back(event.alias);
  }
  return names;
}

}  // namespace perf::live
