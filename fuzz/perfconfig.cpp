// The text of a config file, and its values as truths and numbers. Files that it includes are not
// followed.
#include <algorithm>

#include "config/config.h"
#include "config/parser.h"
#include "config/values.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace perf;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const config::Parsed parsed = config::parse_items(text);
  for (const config::Item& item : parsed.items) {
    (void)config::to_bool(item.value);
    (void)config::to_int(item.value);
  }
  const bool includes = std::any_of(parsed.items.begin(), parsed.items.end(),
                                    [](const auto& item) { return item.name == "include.path"; });
  if (!includes) (void)config::Config::parse(text);
  return 0;
}
