#include "report/groups.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <numeric>

#include "event/abi.h"
#include "symbols/demangle.h"

namespace perf::report {
namespace {

int three_way(std::uint64_t a, std::uint64_t b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// The place of each of `count` numbers in the order that `less` gives.
template <class Less>
std::vector<std::uint32_t> ranked(std::size_t count, Less&& less) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), less);
  std::vector<std::uint32_t> ranks(count);
  for (std::uint32_t i = 0; i < count; ++i) ranks[order[i]] = i;
  return ranks;
}

// "%#.16llx"
std::string address_text(base::Address address) {
  constexpr std::size_t digits = 16;
  char hex[digits];
  const auto size =
      static_cast<std::size_t>(std::to_chars(hex, hex + digits, address, 16).ptr - hex);
  return (address == 0 ? "" : "0x") + std::string(digits - size, '0').append(hex, size);
}

// "12.345600": the start of a slot of time.
std::string time_text(std::uint64_t ns) {
  char text[40];
  std::snprintf(text, sizeof text, "%" PRIu64 ".%06" PRIu64, ns / 1'000'000'000,
                ns / 1000 % 1'000'000);
  return text;
}

// "  12345:make": a thread under the last of its names.
std::string task_text(const machine::Machine& machine, std::uint32_t id) {
  machine::Window window;
  const machine::ThreadLife* life = machine.threads().last(id);
  Task last{id, id, base::no_index};
  if (life != nullptr) last.comm = life->comm_at(base::order_max, window);
  char text[16];
  std::snprintf(text, sizeof text, "%7d:", static_cast<int>(id));
  return text + comm_of(machine, last);
}

}  // namespace

std::string comm_of(const machine::Machine& machine, const Task& task) {
  if (task.comm != base::no_index) return machine.comm(task.comm);
  return ":" + std::to_string(static_cast<int>(task.tid));
}

std::string cgroup_of(const machine::Machine& machine, const Task& task) {
  if (task.cgroup == 0) return "N/A";
  const std::string* path = machine.cgroup(task.cgroup);
  return path == nullptr ? "unknown" : *path;
}

std::string_view object_name(const machine::Machine& machine, const Frame& frame, bool long_names) {
  if (frame.object == base::no_index) return "[unknown]";
  const machine::KnownObject& object = machine.objects().at(frame.object);
  return long_names ? object.long_name : object.short_name;
}

bool is_object(const machine::Machine& machine, const Frame& frame, std::string_view name) {
  return object_name(machine, frame, false) == name || object_name(machine, frame, true) == name;
}

std::string_view raw_symbol(const machine::Machine& machine, const Frame& frame) {
  if (frame.symbol == base::no_index) return {};
  return machine.objects().at(frame.object).object->symbols().raw_name(frame.symbol);
}

std::string symbol_of(const machine::Machine& machine, const Frame& frame) {
  const std::string_view raw = raw_symbol(machine, frame);
  return raw.empty() ? std::string() : symbols::demangle(raw);
}

std::string label_of(const machine::Machine& machine, const Frame& frame) {
  std::string name = symbol_of(machine, frame);
  if (!name.empty()) return name;
  char text[32];
  std::snprintf(text, sizeof text, "%#" PRIx64, frame.ip);
  return text;
}

base::Address symbol_offset(const machine::Machine& machine, const Frame& frame) {
  const symbols::SymbolTable& table = machine.objects().at(frame.object).object->symbols();
  return frame.address - table.at(frame.symbol).start;
}

char level_of(const Frame& frame) {
  switch (frame.cpumode) {
    case event::misc_kernel:
      return 'k';
    case event::misc_user:
      return '.';
    case event::misc_guest_kernel:
      return 'g';
    case event::misc_guest_user:
      return 'u';
    default:
      return 'H';
  }
}

RowGroups::RowGroups(const Profile& profile, const GroupOptions& options)
    : profile_(profile), options_(options) {
  for (const Key key : options.keys) {
    if (of_frame(key)) continue;
    keys_.push_back(key);
    by_sample_ = by_sample_ || key == Key::cpu || key == Key::socket || key == Key::time ||
                 key == Key::trace;
  }
  if (keys_.empty()) members_.push_back({});
}

std::uint32_t RowGroups::socket(std::uint32_t cpu) const {
  return cpu < options_.cpu_sockets.size() ? options_.cpu_sockets[cpu] : ~0U;
}

std::uint64_t RowGroups::code(const Member& member, Key key) const {
  const Task& task = profile_.tasks[member.task];
  switch (key) {
    // Threads without a name are told apart by the number that stands in for it.
    case Key::comm:
      return task.comm != base::no_index ? task.comm : (1ULL << 32) | task.tid;
    case Key::pid:
      return task.tid;
    case Key::tgid:
      return task.pid;
    case Key::cpu:
      return member.cpu;
    case Key::socket:
      return socket(member.cpu);
    case Key::time:
      return member.slot;
    case Key::trace:
      return member.trace;
    case Key::cgroup:
      return task.cgroup;
    default:
      return 0;
  }
}

std::uint32_t RowGroups::number_of(const Member& member) {
  std::uint64_t hash = 0;
  for (const Key key : keys_) hash = base::hash_pair(hash, code(member, key));
  bool fresh = false;
  std::uint32_t& number = numbers_.get(hash >> 1, fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(members_.size());
    members_.push_back(member);
  }
  return number;
}

std::uint32_t RowGroups::group(const Rows& rows, std::size_t row) {
  Member member{rows.task[row]};
  if (!rows.cpu.empty()) member.cpu = rows.cpu[row];
  if (!rows.time.empty()) member.slot = rows.time[row] / options_.time_quantum;
  if (!rows.trace.empty()) member.trace = rows.trace[row];
  return number_of(member);
}

std::uint32_t RowGroups::group_of_task(std::uint32_t task) {
  if (keys_.empty()) return 0;
  if (of_task_.size() <= task) of_task_.resize(profile_.tasks.size(), base::no_index);
  if (of_task_[task] == base::no_index) of_task_[task] = number_of({task});
  return of_task_[task];
}

std::string RowGroups::text(std::uint32_t group, Key key) const {
  const Member& member = members_[group];
  const Task& task = profile_.tasks[member.task];
  char text[16];
  switch (key) {
    case Key::comm:
      return comm_of(profile_.machine(), task);
    case Key::pid:
      return task_text(profile_.machine(), task.tid);
    case Key::tgid:
      return task_text(profile_.machine(), task.pid);
    case Key::cpu:
    case Key::socket: {
      const std::uint32_t number = key == Key::cpu ? member.cpu : socket(member.cpu);
      std::snprintf(text, sizeof text, "%03d", number == no_cpu ? -1 : static_cast<int>(number));
      return text;
    }
    case Key::time:
      return time_text(member.slot * options_.time_quantum);
    case Key::trace:
      return profile_.text(member.trace);
    case Key::cgroup:
      return cgroup_of(profile_.machine(), task);
    default:
      return {};
  }
}

std::vector<std::uint32_t> RowGroups::ranks() const {
  return ranked(members_.size(), [this](std::uint32_t a, std::uint32_t b) {
    for (const Key key : keys_) {
      if (const int order = compare(a, b, key); order != 0) return order < 0;
    }
    return false;
  });
}

std::vector<std::uint64_t> RowGroups::places(Key key) const {
  std::vector<std::uint32_t> order(members_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return compare(a, b, key) < 0; });
  std::vector<std::uint64_t> places(members_.size());
  for (std::size_t i = 1; i < order.size(); ++i) {
    const bool same = compare(order[i - 1], order[i], key) == 0;
    places[order[i]] = same ? places[order[i - 1]] : i;
  }
  return places;
}

int RowGroups::compare(std::uint32_t a, std::uint32_t b, Key key) const {
  if (key == Key::comm || key == Key::trace) return text(a, key).compare(text(b, key));
  return three_way(code(members_[a], key), code(members_[b], key));
}

FrameGroups::FrameGroups(const Profile& profile, const GroupOptions& options)
    : profile_(profile), options_(options) {
  for (const Key key : options.keys) {
    if (of_frame(key)) keys_.push_back(key);
    has_dso_ = has_dso_ || key == Key::dso;
  }
  const machine::Objects& objects = profile.machine().objects();
  for (std::uint32_t object = 0; object < objects.size(); ++object) {
    Frame frame;
    frame.object = object;
    name_of_object_.push_back(
        names_.add(object_name(profile.machine(), frame, options.long_names)));
  }
  unknown_name_ = names_.add(object_name(profile.machine(), {}, options.long_names));
  rank_of_name_ = ranked(names_.size(), [this](std::uint32_t a, std::uint32_t b) {
    return names_.at(a) < names_.at(b);
  });
}

std::vector<FrameGroups::Rank> FrameGroups::ranks() const {
  constexpr std::uint32_t no_object = 0x7fffffff;
  std::vector<Rank> all(members_.size());
  std::vector<std::pair<std::string_view, std::uint32_t>> named;
  for (std::uint32_t group = 0; group < all.size(); ++group) {
    const Frame& frame = members_[group];
    const bool mapped = frame.object != base::no_index;
    if (has_dso_) {
      all[group].object = (mapped ? rank_of_name_[name_of_object_[frame.object]] : no_object) << 1;
    }
    if (frame.symbol != base::no_index) {
      named.emplace_back(raw_symbol(profile_.machine(), frame), group);
      continue;
    }
    all[group].object |= 1;
    all[group].place = frame.address;
  }
  std::sort(named.begin(), named.end(), [this](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return start_of(members_[a.second]) < start_of(members_[b.second]);
  });
  for (std::uint32_t i = 0; i < named.size(); ++i) all[named[i].second].place = i;
  return all;
}

base::Address FrameGroups::start_of(const Frame& frame) const {
  return profile_.machine().objects().at(frame.object).object->symbols().at(frame.symbol).start;
}

std::uint64_t FrameGroups::code(const Frame& frame, Key key) const {
  const std::uint64_t name =
      frame.object == base::no_index ? ~0ULL >> 8 : name_of_object_[frame.object];
  if (key == Key::dso) return name;
  const bool known = frame.symbol != base::no_index;
  if (!known) return key == Key::sym ? base::hash_word(frame.address) : 0;
  const symbols::Object& object = *profile_.machine().objects().at(frame.object).object;
  const symbols::Symbol& symbol = object.symbols().at(frame.symbol);
  if (key == Key::symbol_size) return symbol.end - symbol.start;
  // The range tells functions apart only within one object.
  const std::uint64_t range = base::hash_pair(symbol.start, symbol.end);
  const bool compiled = object.id().kind == symbols::Kind::perf_map;  // where others were before
  const std::uint64_t spelt =
      compiled ? std::hash<std::string_view>()(object.symbols().raw_name(frame.symbol)) : 0;
  return base::hash_pair(range ^ spelt, has_dso_ ? 0 : name);
}

std::uint64_t FrameGroups::hash(const Frame& frame) const {
  std::uint64_t hash = 0;
  for (const Key key : keys_) hash = base::hash_pair(hash, code(frame, key));
  return hash >> 1;
}

// The table is far larger than the caches, so its slots are fetched some frames ahead.
std::vector<std::uint32_t> FrameGroups::groups(const Frames& frames, std::size_t count) {
  constexpr std::size_t ahead = 16;
  std::array<std::uint64_t, ahead> hashes{};
  std::vector<std::uint32_t> groups(count);
  for (std::size_t i = 0; i < count + ahead; ++i) {
    if (i >= ahead) groups[i - ahead] = group_of(hashes[i % ahead], frames[i - ahead]);
    if (i >= count) continue;
    hashes[i % ahead] = hash(frames[i]);
    numbers_.prefetch(hashes[i % ahead]);
  }
  return groups;
}

std::vector<std::uint32_t> FrameGroups::groups_in_chains(
    const Frames& frames, const std::vector<std::uint32_t>& as_leaf) {
  std::vector<std::uint32_t> groups = as_leaf;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    Frame frame = frames[i];
    if (frame.symbol != base::no_index || frame.address == frame.ip) continue;
    frame.address = frame.ip;
    groups[i] = group_of(hash(frame), frame);
  }
  return groups;
}

std::uint32_t FrameGroups::group_of(std::uint64_t hash, const Frame& frame) {
  bool fresh = false;
  std::uint32_t& number = numbers_.get(hash, fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(members_.size());
    members_.push_back(frame);
  }
  return number;
}

std::string FrameGroups::text(std::uint32_t group, Key key) const {
  const Frame& frame = representative(group);
  if (key == Key::dso) {
    return std::string(object_name(profile_.machine(), frame, options_.long_names));
  }
  if (key == Key::symbol_size) {
    if (frame.symbol == base::no_index) return "unknown";
    const symbols::Symbol& symbol =
        profile_.machine().objects().at(frame.object).object->symbols().at(frame.symbol);
    return std::to_string(symbol.end - symbol.start);
  }
  std::string name = symbol_of(profile_.machine(), frame);
  if (name.empty()) name = address_text(frame.address);
  return std::string("[") + level_of(frame) + "] " + name;
}

// By the names that are shown, which is not the order of mangled ones.
std::vector<std::uint64_t> FrameGroups::places_by_symbol() const {
  constexpr std::uint64_t nameless = 1ULL << 63;
  std::vector<std::uint64_t> places(members_.size());
  std::vector<std::pair<std::string, std::uint32_t>> named;
  for (std::uint32_t group = 0; group < places.size(); ++group) {
    const Frame& frame = members_[group];
    if (frame.symbol == base::no_index)
      places[group] = frame.address | nameless;
    else
      named.emplace_back(symbol_of(profile_.machine(), frame), group);
  }
  std::sort(named.begin(), named.end(), [this](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return start_of(members_[a.second]) < start_of(members_[b.second]);
  });
  for (std::size_t i = 0; i < named.size(); ++i) places[named[i].second] = i;
  return places;
}

std::vector<std::uint64_t> FrameGroups::places(Key key) const {
  if (key == Key::sym) return places_by_symbol();
  std::vector<std::uint64_t> places(members_.size());
  for (std::uint32_t group = 0; group < places.size(); ++group) {
    const Frame& frame = members_[group];
    if (key == Key::dso) {
      const bool mapped = frame.object != base::no_index;
      places[group] = rank_of_name_[mapped ? name_of_object_[frame.object] : unknown_name_];
    } else {
      places[group] = code(frame, key);
    }
  }
  return places;
}

}  // namespace perf::report
