// What a report can be grouped and sorted by, under perf's names. Some keys belong to a sample (its
// task, CPU, time), the others to a frame of its stack.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perf::report {

enum class Key : unsigned char {
  comm,
  pid,
  tgid,
  cpu,
  socket,
  time,
  trace,
  cgroup,
  dso,
  sym,
  symbol_size,
};

// A key of a frame differs along one stack; a key of a sample does not.
constexpr bool of_frame(Key key) {
  return key == Key::dso || key == Key::sym || key == Key::symbol_size;
}

// "symbol" and "sym" alike; nothing for a name that is no key of ours.
std::optional<Key> key_named(std::string_view name);
std::string_view key_name(Key key);
// The column's heading: "Shared Object".
std::string_view key_heading(Key key);
// Every key that key_named knows, in the order of the list above.
const std::vector<Key>& all_keys();

}  // namespace perf::report
