#include "live/nearest.h"

#include <algorithm>
#include <cctype>

namespace perf::live {
namespace {

constexpr std::size_t longest = 64;  // of names that are compared

char lower(char letter) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

// Optimal string alignment: the rows of the table that are still needed.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({row[j - 1] + 1, last[j] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view wanted, const std::vector<std::string>& names) {
  if (wanted.empty() || wanted.size() > longest) return {};
  std::size_t least = std::max<std::size_t>(2, wanted.size() / 3) + 1;
  std::string best;
  for (const std::string& name : names) {
    const std::size_t difference =
        std::max(name.size(), wanted.size()) - std::min(name.size(), wanted.size());
    if (difference >= least) continue;
    const std::size_t found = distance(wanted, name);
    if (found >= least) continue;
    least = found;
    best = name;
  }
  return best;
}

std::string suggestion(std::string_view wanted, const std::vector<std::string>& names) {
  const std::string found = nearest(wanted, names);
  return found.empty() ? std::string() : "; did you mean '" + found + "'?";
}

}  // namespace perf::live
