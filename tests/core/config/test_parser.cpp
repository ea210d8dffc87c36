#include <doctest/doctest.h>

#include "config/config.h"
#include "config/parser.h"

namespace {

using perf::base::Code;
using perf::config::Config;
using perf::config::parse_items;

std::string value_of(std::string_view text, std::string_view name) {
  const auto config = Config::parse(text);
  return config.ok() ? config->get(name).value_or("(absent)") : "(error)";
}

std::uint64_t error_line(std::string_view text) {
  const auto config = Config::parse(text);
  if (config.ok()) return 0;
  CHECK(config.error().code == Code::bad_config);
  return config.error().value;
}

}  // namespace

TEST_CASE("sections and keys") {
  CHECK(value_of("[report]\n\tpercent-limit = 3\n", "report.percent-limit") == "3");
  CHECK(value_of("[REPORT] Limit = 3", "report.limit") == "3");
  CHECK(value_of("[a]\nsort_Order = x", "a.sort_Order") == "x");
  CHECK(value_of("[a]\nsort_Order = x", "a.sort_order") == "(absent)");
  CHECK(value_of("[llvm \"Sub \\\"x\\\"\"]\nk=v", "llvm.Sub \"x\".k") == "v");
  CHECK(value_of("[a]\nk = 1\n[b]\nk = 2\n[a]\nk = 3", "a.k") == "3");
  CHECK(value_of("\xef\xbb\xbf[a]\r\nk = v\r\n", "a.k") == "v");
}

TEST_CASE("values") {
  CHECK(value_of("[a]\nk = one   two\t three  # words", "a.k") == "one two three");
  CHECK(value_of("[a]\nk = \"  kept ; # \" end", "a.k") == "  kept ; #  end");
  CHECK(value_of("[a]\nk = a\\tb\\\\c\\\"d\\ne", "a.k") == "a\tb\\c\"d\ne");
  CHECK(value_of("[a]\nk = one \\\n two", "a.k") == "one  two");
  CHECK(value_of("[a]\nk =", "a.k") == "");
  CHECK(value_of("[a]\nk", "a.k") == "true");
  CHECK(value_of("; c\n# c\n[a] ; c\n  k = v ; c\n", "a.k") == "v");
}

TEST_CASE("what breaks the grammar is reported with its line") {
  CHECK(error_line("[a]\nk = v\n[b\n") == 3);
  CHECK(error_line("[]\n") == 1);
  CHECK(error_line("[a]\n\nk = \"open\n") == 3);
  CHECK(error_line("[a]\nk = \\x\n") == 2);
  CHECK(error_line("[a]\nk ? v\n") == 2);
  CHECK(error_line("[a]\n1k = v\n") == 2);
  CHECK(error_line("[a \"s]\nk = v\n") == 1);
  CHECK(error_line("[a]\n" + std::string(300, 'k') + " = v\n") == 2);
  CHECK(error_line("[a]\nk = " + std::string(1023, 'v')) == 2);
  CHECK(error_line("[a]\nk = " + std::string(1022, 'v')) == 0);
}

TEST_CASE("the items before an error are kept") {
  const auto parsed = parse_items("[a]\nk = v\nbroken!\nx = y\n");
  CHECK(parsed.items.size() == 1);
  CHECK(parsed.error.code == Code::bad_config);
  CHECK(parsed.error.value == 3);
}

TEST_CASE("no text is too broken to read") {
  const std::string text = "[a \"b\\\"c\"]\nkey = \"q\\t\" \\\n more ; c\n[d]\nx\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    for (const char* byte : {"", "\"", "\\", "[", "\n", "\xff"}) {
      const auto parsed = parse_items(text.substr(0, size) + byte + text.substr(size));
      CHECK(parsed.items.size() <= 4);
    }
  }
}
