// Busy C++ of the usual kind: strings, maps, sorting, regular expressions. Runs until it is killed.
#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace {

std::map<std::string, int> count_words(unsigned& state) {
  std::map<std::string, int> words;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1664525U + 1013904223U;
    ++words[std::to_string(state >> 8)];
  }
  return words;
}

std::size_t matching(const std::map<std::string, int>& words) {
  static const std::regex pattern("([0-9]+)5a?b*([0-9]+)");
  std::vector<std::pair<std::string, int>> sorted(words.begin(), words.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first > b.first;
  });
  sorted.resize(std::min<std::size_t>(sorted.size(), 2'000));
  return static_cast<std::size_t>(std::count_if(sorted.begin(), sorted.end(), [](const auto& word) {
    return std::regex_search(word.first, pattern);
  }));
}

}  // namespace

int main() {
  unsigned state = 1;
  volatile std::size_t found = 0;
  for (;;) found = found + matching(count_words(state));
}
