#include "symbols/build_id.h"

namespace perf::symbols {

std::string BuildId::hex() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(std::size_t{2} * size);
  for (const std::uint8_t byte : std::span(bytes).first(size)) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace perf::symbols
