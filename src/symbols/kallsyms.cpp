#include "symbols/kallsyms.h"

#include <algorithm>
#include <charconv>

#include "symbols/symbol_table_builder.h"

namespace perf::symbols {
namespace {

// A guess at the length of a line: what it says of their number need not be exact.
constexpr std::size_t line_length = 40;

struct Line {
  Address address = 0;
  char type = 0;
  std::string_view name;
  std::string_view module;  // without its brackets
};

// "ffffffffc1937000 t hdmi_driver_init\t[snd_hda_codec_hdmi]"
bool parse_line(std::string_view text, Line& line) {
  const char* end = text.data() + text.size();
  const auto [number_end, error] = std::from_chars(text.data(), end, line.address, 16);
  if (error != std::errc() || end - number_end < 4 || number_end[0] != ' ' ||
      number_end[2] != ' ') {
    return false;
  }
  line.type = number_end[1];
  line.name = {number_end + 3, end};
  line.module = {};
  const std::size_t tab = line.name.find('\t');
  if (tab == std::string_view::npos) return true;
  line.module = line.name.substr(tab + 1);
  line.name = line.name.substr(0, tab);
  if (line.module.starts_with('[') && line.module.ends_with(']')) {
    line.module = line.module.substr(1, line.module.size() - 2);
  }
  return true;
}

// Calls `use` with each line until it returns false.
template <class Use>
void for_each_line(std::string_view text, Use use) {
  Line line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (parse_line(text.substr(0, end), line) && !use(line)) return;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool is_upper(char type) {
  return type >= 'A' && type <= 'Z';
}

// Functions, weak symbols and data; '$' begins the ARM mapping symbols of modules.
bool counts(const Line& line) {
  return std::string_view("TtWwDdBb").find(line.type) != std::string_view::npos &&
         !line.name.starts_with('$');
}

char binding_letter(char type) {
  if (type == 'W') return 'w';
  return is_upper(type) ? 'g' : 'l';
}

}  // namespace

Kallsyms parse_kallsyms(std::string_view text, Address delta) {
  SymbolTableBuilder kernel;
  kernel.reserve(text.size() / line_length);
  for_each_line(text, [&kernel](const Line& line) {
    if (!counts(line)) return true;
    kernel.add({.start = line.address,
                .end = line.address,
                .name = line.name,
                .module = line.module,
                .binding = binding_letter(line.type)});
    return true;
  });
  kernel.settle();

  std::map<std::string_view, SymbolTableBuilder> modules;
  for (RawSymbol& symbol : kernel.symbols()) {
    if (!symbol.module.empty() && delta == 0) modules[symbol.module].add(symbol);
    symbol.start -= delta;
    symbol.end -= delta;
  }
  std::erase_if(kernel.symbols(), [](const RawSymbol& symbol) { return !symbol.module.empty(); });
  Kallsyms result{.kernel = kernel.build(), .modules = {}};
  for (auto& [name, builder] : modules) result.modules.emplace(name, builder.build());
  return result;
}

std::optional<Address> kallsyms_address(std::string_view text, std::string_view name) {
  std::optional<Address> address;
  for_each_line(text, [&](const Line& line) {
    const bool function = std::string_view("TtWw").find(line.type) != std::string_view::npos;
    if (function && line.name == name && line.module.empty()) address = line.address;
    return !address.has_value();
  });
  return address;
}

bool kallsyms_has_addresses(std::string_view text) {
  bool any = false;
  for_each_line(text, [&](const Line& line) {
    any = line.address != 0;
    return !any;
  });
  return any;
}

}  // namespace perf::symbols
