// The grammar of a perfconfig file: text in, dotted names with their values out. It opens no file
// and gives `include.path` no meaning; Config does both.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace perf::config {

struct Item {
  std::string name;   // section.key or section.subsection.key
  std::string value;  // "true" for a key without a value
};

struct Parsed {
  std::vector<Item> items;  // in file order; those before the error when there is one
  base::Error error;        // Code::none, or Code::bad_config with the line as value
};

Parsed parse_items(std::string_view text);

}  // namespace perf::config
