#include "live/nearest.h"

#include <algorithm>
#include <numeric>

#include "live/name_match.h"

namespace perf::live {
namespace {

// Longer words are not typing errors, and would take their time.
constexpr std::size_t longest = 64;

// Letters to insert, to leave out and to replace, after Levenshtein: one row of the table at a
// time.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (const char letter : from) {
    std::size_t diagonal = row[0]++;
    for (std::size_t i = 1; i < row.size(); ++i) {
      const std::size_t replaced = diagonal + (lower(letter) == lower(to[i - 1]) ? 0 : 1);
      diagonal = row[i];
      row[i] = std::min({replaced, row[i] + 1, row[i - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names) {
  if (word.size() > longest) return "";
  std::string_view best;
  std::size_t least = word.size() / 3 + 1;  // what is farther is another word
  for (const std::string_view name : names) {
    if (name.size() > longest) continue;
    const std::size_t found = distance(word, name);
    if (found >= std::min(least, name.size())) continue;
    least = found;
    best = name;
  }
  return best.empty() ? "" : "; did you mean '" + std::string(best) + "'?";
}

}  // namespace perf::live
