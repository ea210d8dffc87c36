#include "api/counts_values.h"

#include <stdexcept>

namespace perf::api {

void assign(CountsValues& counts, const Numbers& numbers) {
  constexpr std::size_t count = 5;
  if (numbers.size() != count) throw std::invalid_argument("values must be a list of 5 numbers");
  counts = {numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]};
}

}  // namespace perf::api
