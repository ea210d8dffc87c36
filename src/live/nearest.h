// The name that a misspelt one was probably meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace perf::live {

// The nearest of the names by letters to be changed, put in, left out or swapped; empty when none
// is near. Upper and lower case do not differ.
std::string nearest(std::string_view wanted, const std::vector<std::string>& names);

// "; did you mean 'x'?", or nothing.
std::string suggestion(std::string_view wanted, const std::vector<std::string>& names);

}  // namespace perf::live
