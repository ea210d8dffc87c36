// A build id: the 1 to 20 bytes that identify one linked object for ever.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>

namespace perf::symbols {

struct BuildId {
  std::array<std::uint8_t, 20> bytes{};
  std::uint8_t size = 0;  // 0: unknown

  static BuildId from(std::span<const std::uint8_t> data) {
    BuildId id;
    id.size = static_cast<std::uint8_t>(std::min(data.size(), id.bytes.size()));
    std::copy_n(data.begin(), id.size, id.bytes.begin());
    return id;
  }

  [[nodiscard]] bool known() const { return size != 0; }
  [[nodiscard]] std::string hex() const;

  auto operator<=>(const BuildId&) const = default;
};

}  // namespace perf::symbols
