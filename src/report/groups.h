// Which samples and which frames belong together under the chosen keys: every row and every frame
// gets the number of its group. Groups know their texts; what they cost is the histogram's.
#pragma once

#include <string>

#include "report/keys.h"
#include "report/profile.h"

namespace perf::report {

struct GroupOptions {
  std::vector<Key> keys;
  bool long_names = false;                   // objects by path, as with -v
  std::uint64_t time_quantum = 100'000'000;  // ns, of Key::time
  std::vector<std::uint32_t> cpu_sockets;    // by CPU, of Key::socket
};

// The names that frames and tasks are shown under; one place for report, script and screens.
std::string comm_of(const machine::Machine& machine, const Task& task);
// As perf has it: "N/A" when samples do not tell, "unknown" when the recording does not name it.
std::string cgroup_of(const machine::Machine& machine, const Task& task);
std::string_view object_name(const machine::Machine& machine, const Frame& frame, bool long_names);
// Whether that is one of its names, the short or the long one.
bool is_object(const machine::Machine& machine, const Frame& frame, std::string_view name);
std::string_view raw_symbol(const machine::Machine& machine, const Frame& frame);
std::string symbol_of(const machine::Machine& machine,
                      const Frame& frame);  // demangled, "" unknown
// The symbol, or the address of a frame without one.
std::string label_of(const machine::Machine& machine, const Frame& frame);
// From the start of the symbol, which must be known.
base::Address symbol_offset(const machine::Machine& machine, const Frame& frame);
char level_of(const Frame& frame);  // k . H

class RowGroups {
 public:
  RowGroups(const Profile& profile, const GroupOptions& options);

  // Whether more than its task decides a row's group; if not, group_of_task() tells it.
  [[nodiscard]] bool by_sample() const { return by_sample_; }
  std::uint32_t group(const Rows& rows, std::size_t row);
  std::uint32_t group_of_task(std::uint32_t task);

  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] std::string text(std::uint32_t group, Key key) const;
  // The place of each group when all are ordered by their keys.
  [[nodiscard]] std::vector<std::uint32_t> ranks() const;
  // What orders the groups by one key; equal where that is.
  [[nodiscard]] std::vector<std::uint64_t> places(Key key) const;

 private:
  struct Member {
    std::uint32_t task = 0;
    std::uint32_t cpu = no_cpu;
    std::uint64_t slot = 0;  // of time
    std::uint32_t trace = base::no_index;
  };
  std::uint32_t number_of(const Member& member);
  [[nodiscard]] std::uint64_t code(const Member& member, Key key) const;
  [[nodiscard]] int compare(std::uint32_t a, std::uint32_t b, Key key) const;
  [[nodiscard]] std::uint32_t socket(std::uint32_t cpu) const;

  const Profile& profile_;
  const GroupOptions& options_;
  std::vector<Key> keys_;
  bool by_sample_ = false;  // CPU or time count: a task alone does not decide
  std::vector<std::uint32_t> of_task_;
  base::FlatMap<std::uint32_t> numbers_;
  std::vector<Member> members_;
};

class FrameGroups {
 public:
  FrameGroups(const Profile& profile, const GroupOptions& options);

  // The groups of the first `count` frames, as sampled addresses, and the same as frames of a
  // chain. perf takes an address without a symbol for its place in the object in the one case and
  // for itself in the other.
  using Frames = base::StableVector<Frame>;
  std::vector<std::uint32_t> groups(const Frames& frames, std::size_t count);
  std::vector<std::uint32_t> groups_in_chains(const Frames& frames,
                                              const std::vector<std::uint32_t>& as_leaf);

  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] const Frame& representative(std::uint32_t group) const { return members_[group]; }
  [[nodiscard]] std::string text(std::uint32_t group, Key key) const;
  // Orders groups of equal cost as perf does: by object, named functions first and by name, other
  // addresses after them.
  struct Rank {
    std::uint32_t object = 0;  // twice its place among the objects, odd for a mere address
    std::uint64_t place = 0;   // of the name among all names, or the address
  };
  [[nodiscard]] std::vector<Rank> ranks() const;
  // What orders the groups by one key; equal where that is.
  [[nodiscard]] std::vector<std::uint64_t> places(Key key) const;

 private:
  [[nodiscard]] std::vector<std::uint64_t> places_by_symbol() const;
  [[nodiscard]] base::Address start_of(const Frame& frame) const;  // of its symbol
  std::uint32_t group_of(std::uint64_t hash, const Frame& frame);
  [[nodiscard]] std::uint64_t hash(const Frame& frame) const;
  [[nodiscard]] std::uint64_t code(const Frame& frame, Key key) const;

  const Profile& profile_;
  const GroupOptions& options_;
  std::vector<Key> keys_;
  bool has_dso_ = false;
  base::Interner names_;  // of objects
  std::vector<std::uint32_t> name_of_object_, rank_of_name_;
  std::uint32_t unknown_name_ = 0;  // of no object
  base::FlatMap<std::uint32_t> numbers_;
  std::vector<Frame> members_;  // a frame of each group
};

}  // namespace perf::report
