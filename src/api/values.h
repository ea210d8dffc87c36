// How the façade's values look to the binding: text, bytes and what may be absent, each under one
// name that has one typemap; and PERF_GET and PERF_SET, which declare an attribute. SWIG does not
// read this header.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "api/export.h"

// An attribute: a method here, a plain read-only attribute in Python.
#define PERF_GET(Class, Type, name) [[nodiscard]] PERF_API Type name() const;
// One that may be set.
#define PERF_SET(Class, Type, name)         \
  [[nodiscard]] PERF_API Type name() const; \
  PERF_API void set_##name(Type value);

namespace perf::api {

using Text = std::string_view;
using OptionalText = std::optional<std::string_view>;
// A text that is asked for again and again, under a number that no other text of the process has.
struct Name {
  std::string_view text;
  std::uint64_t number = 0;
};
using OptionalName = std::optional<Name>;
using OwnedText = std::string;
using OptionalOwnedText = std::optional<std::string>;
using Bytes = std::span<const std::uint8_t>;
using OwnedBytes = std::vector<std::uint8_t>;
using OptionalBytes = std::optional<Bytes>;
using OptionalNumber = std::optional<std::uint64_t>;
using Numbers = std::vector<std::uint64_t>;
using OptionalReal = std::optional<double>;
using TextList = std::vector<std::string>;
using Cpus = std::vector<std::int64_t>;
using OptionalCpus = std::optional<Cpus>;

// Samples by columns: list[bytes], a column each, in this order.
struct SampleColumns {
  template <class T>
  using Column = std::unique_ptr<T[]>;  // not a vector: that would write zeros first
  std::size_t rows = 0;
  std::size_t room = 0;  // for rows
  Column<std::uint32_t> event, pid, tid, cpu;
  Column<std::uint64_t> time, ip, period;

  template <class Visitor>
  static void each(auto& columns, Visitor&& visit) {
    visit(columns.event);
    visit(columns.pid);
    visit(columns.tid);
    visit(columns.cpu);
    visit(columns.time);
    visit(columns.ip);
    visit(columns.period);
  }
  void make_room(std::size_t more) {
    each(*this, [&]<class T>(Column<T>& column) {
      auto larger = std::make_unique_for_overwrite<T[]>(more);
      std::copy_n(column.get(), rows, larger.get());
      column = std::move(larger);
    });
    room = more;
  }
};

// list[tuple[...]]
using NumberPairs = std::vector<std::tuple<std::uint64_t, std::uint64_t>>;
using TextPairs = std::vector<std::tuple<std::string, std::string>>;
using ThreadNames = std::vector<std::tuple<std::int64_t, std::string>>;
using CounterIds = std::vector<std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t,
                                          std::int64_t, std::int64_t>>;

// A dict of str, int, lists of either, dicts and lists of dicts.
struct HeaderValue;
using HeaderItems = std::vector<std::pair<std::string, HeaderValue>>;
using HeaderVariant =
    std::variant<std::string, std::uint64_t, std::int64_t, std::vector<std::string>,
                 std::vector<std::uint64_t>, HeaderItems, std::vector<HeaderItems>>;
struct HeaderValue : HeaderVariant {
  using HeaderVariant::HeaderVariant;
};

using HeaderRows = std::vector<HeaderItems>;

// A tracepoint's field: int, str, or bytearray for what is neither. dict[str, int | str |
// bytearray]
struct ByteArray {
  Bytes bytes;
};
using FieldValue = std::variant<std::int64_t, std::uint64_t, Text, ByteArray>;
using FieldItems = std::vector<std::pair<Text, FieldValue>>;

// dict[str, int] or dict[str, str]
using Items = std::vector<std::pair<std::string, std::variant<std::uint64_t, std::string>>>;
using OptionalItems = std::optional<Items>;

// list[tuple[str, int, int]]: what could not be read, where it began, how many bytes were skipped
struct DamageItem {
  std::string sentence;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};
using DamageItems = std::vector<DamageItem>;

}  // namespace perf::api
