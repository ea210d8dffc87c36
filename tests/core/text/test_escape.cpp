#include <doctest/doctest.h>

#include "text/escape.h"
#include "text/numbers.h"

using perf::text::escaped;

TEST_CASE("what a terminal would obey is shown, not sent") {
  CHECK(escaped("plain [k] name") == "plain [k] name");
  CHECK(escaped("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(escaped("two\nlines\t\x07") == "two\\x0alines\\x09\\x07");
  CHECK(escaped("\x7f\xc2\x9b") == "\\x7f\\x9b");
  CHECK(escaped("\x9bm") == "\\x9bm");
  CHECK(escaped("\xe2\x80\xae"
                "x") == "\\u202ex");
  CHECK(escaped("g\xc3\xbcn") == "g\xc3\xbcn");
  CHECK(escaped("\xff\xc3") == "\\xff\\xc3");
  CHECK(escaped("\xed\xa0\x80") == "\\xed\\xa0\\x80");
}

TEST_CASE("no byte sequence of two lets a control character through") {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const char raw[] = {static_cast<char>(a), static_cast<char>(b), 'x'};
      for (const char c : escaped({raw, 3})) {
        const auto byte = static_cast<unsigned char>(c);
        CHECK(byte >= 0x20);
        CHECK(byte != 0x7f);
      }
    }
  }
}

TEST_CASE("numbers are printf's") {
  for (const double value : {0.0, 0.005, 0.015, 1.005, 99.994999, 99.995, 100.0, 12.345}) {
    char reference[32];
    std::snprintf(reference, sizeof reference, "%6.2f%%", value);
    std::string text;
    perf::text::append_percent(text, value, 6);
    CHECK(text == reference);
  }
}
