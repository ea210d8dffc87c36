#include "live/config_words.h"

#include <algorithm>

namespace perf::live {
namespace {

constexpr std::uint64_t all_ones = ~std::uint64_t{0};
constexpr unsigned word_bits = 64;

// "0-7" or "5": where the bits begin, and how many they are; none of what is no range.
struct Range {
  unsigned first = 0, count = 0;
};

Range range_of(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number(text.substr(dash + 1));
  if (!first || !last || *last >= word_bits || *first > *last) return {};
  return {static_cast<unsigned>(*first), static_cast<unsigned>(*last - *first + 1)};
}

std::uint64_t low_bits(unsigned count) {
  return all_ones >> (word_bits - count);
}

// Puts the value's low bits into the range, and takes them off the value.
void put(std::uint64_t& value, const Range& range, std::uint64_t& word) {
  const std::uint64_t mask = low_bits(range.count);
  word = (word & ~(mask << range.first)) | ((value & mask) << range.first);
  value = range.count == word_bits ? 0 : value >> range.count;
}

}  // namespace

bool is_config_word(std::string_view name) {
  return std::find(config_words.begin(), config_words.end(), name) != config_words.end();
}

std::uint64_t* config_word(event::Attr& attr, std::string_view name) {
  const std::array<std::uint64_t*, config_words.size()> words{
      &attr.config, &attr.config1, &attr.config2, &attr.config3, &attr.config4};
  const auto* found = std::find(config_words.begin(), config_words.end(), name);
  return found == config_words.end() ? nullptr : words[found - config_words.begin()];
}

Failure put_bits(const Term& term, std::string_view format, event::Attr& attr) {
  std::uint64_t value = 0;
  if (auto failed = number_or_one(term, value)) return failed;
  Piece ranges{format};
  std::uint64_t* word = config_word(attr, trimmed(ranges.until(format.find(':'))).text);
  unsigned room = 0;
  for (ranges = ranges.after(':'); !ranges.text.empty(); ranges = ranges.after(',')) {
    const Range range = range_of(trimmed(ranges.until(ranges.text.find(','))).text);
    if (word == nullptr || range.count == 0) break;
    put(value, range, *word);
    room += range.count;
  }
  if (room == 0) {
    return failure(term.name, "the kernel's format of " + quoted(term.name.text) + ", " +
                                  quoted(format) + ", is not understood");
  }
  if (value == 0) return {};
  return failure(term.value.value_or(term.name), "the value of " + quoted(term.name.text) +
                                                     " does not fit into its " +
                                                     std::to_string(room) + " bits");
}

}  // namespace perf::live
