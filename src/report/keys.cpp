#include "report/keys.h"

#include <array>

namespace perf::report {
namespace {

struct Described {
  Key key;
  std::string_view name, other_name, heading;
};

constexpr std::array<Described, 11> described{{
    {Key::comm, "comm", "", "Command"},
    {Key::pid, "pid", "", "    Pid:Command"},
    {Key::tgid, "tgid", "", "   Tgid:Command"},
    {Key::cpu, "cpu", "", "CPU"},
    {Key::socket, "socket", "", "Socket"},
    {Key::time, "time", "", "Time"},
    {Key::trace, "trace", "", "Trace output"},
    {Key::cgroup, "cgroup", "", "Cgroup"},
    {Key::dso, "dso", "", "Shared Object"},
    {Key::sym, "symbol", "sym", "Symbol"},
    {Key::symbol_size, "symbol_size", "", "Symbol size"},
}};

const Described& describe(Key key) {
  return described[static_cast<std::size_t>(key)];
}

}  // namespace

std::optional<Key> key_named(std::string_view name) {
  for (const Described& entry : described) {
    if (name == entry.name || (!name.empty() && name == entry.other_name)) return entry.key;
  }
  return std::nullopt;
}

std::string_view key_name(Key key) {
  return describe(key).name;
}

std::string_view key_heading(Key key) {
  return describe(key).heading;
}

const std::vector<Key>& all_keys() {
  static const std::vector<Key> keys = [] {
    std::vector<Key> list;
    list.reserve(described.size());
    for (const Described& entry : described) list.push_back(entry.key);
    return list;
  }();
  return keys;
}

}  // namespace perf::report
