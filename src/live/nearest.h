// The known name that was probably meant by an unknown one, by edit distance. It knows no names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace perf::live {

// "; did you mean 'cycles'?", or nothing if no name is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names);

}  // namespace perf::live
