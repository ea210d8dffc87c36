// Each distinct text once, under a number that never changes. Not for concurrent writing.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace perf::base {

class Interner {
 public:
  std::uint32_t add(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found != by_text_.end()) return found->second;
    const auto index = static_cast<std::uint32_t>(texts_.size());
    texts_.emplace_back(text);
    by_text_.emplace(texts_.back(), index);
    return index;
  }

  [[nodiscard]] const std::string& at(std::uint32_t index) const { return texts_[index]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // a deque: the views in by_text_ must stay
  std::unordered_map<std::string_view, std::uint32_t> by_text_;
};

}  // namespace perf::base
