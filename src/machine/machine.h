// The recorded machine over time: apply() takes the records that change it, in order, and seal()
// ends that; then any thread may ask what ran and what was mapped at a moment. It reads no file
// itself.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/interner.h"
#include "base/result.h"
#include "machine/address_space.h"
#include "machine/objects.h"
#include "machine/threads.h"
#include "records/kinds.h"

namespace perf::machine {

// Who ran: numbers into the machine's tables. Without a record of the thread, perf's stand-ins.
struct TaskAt {
  std::uint32_t pid = no_id, tid = no_id;
  std::uint32_t comm = base::no_index;   // no_index: shown as ":tid"
  std::uint32_t space = base::no_index;  // no_index: nothing is known to be mapped
  Window window;
};

// Where an address belongs.
struct Place {
  std::uint32_t object = base::no_index;
  base::Address address = 0;  // in the object's own terms; the ip itself without an object
  const Mapping* mapping = nullptr;
  Window window;
};

class Machine {
 public:
  explicit Machine(std::shared_ptr<const symbols::SearchOptions> options);

  Objects& objects() { return objects_; }
  [[nodiscard]] const Objects& objects() const { return objects_; }

  // The kernel that a record maps, nullptr if it maps something else. It may be asked for before
  // the record is applied, so that its symbols can be loaded meanwhile.
  std::shared_ptr<const symbols::Object> kernel_of(const records::Body& body,
                                                   const records::RawRecord& raw);

  // Whether records of a type change the world.
  static bool concerns(std::uint32_t type);
  // The records that change the world; all others are ignored. `cpumode` is the record's.
  void apply(const records::Body& body, const records::RawRecord& raw, base::OrderKey when);
  // Ends the building, or a stretch of it: only then may it be asked. What was not touched since
  // the last time costs nothing.
  void seal();
  // Threads that ended before then, and what only they had mapped, need not be known any more.
  void forget(base::OrderKey before);

  [[nodiscard]] TaskAt task_at(std::uint32_t pid, std::uint32_t tid, base::OrderKey when) const;
  // The same for those to whom a thread is gone with its EXIT, as to `perf script`.
  [[nodiscard]] TaskAt living_task_at(std::uint32_t pid, std::uint32_t tid,
                                      base::OrderKey when) const;
  [[nodiscard]] Place find(std::uint32_t space, unsigned cpumode, base::Address ip,
                           base::OrderKey when) const;

  [[nodiscard]] const std::string& comm(std::uint32_t index) const { return comms_.at(index); }
  // The path of a cgroup, as the kernel told it; nullptr for an id that it told nothing of.
  [[nodiscard]] const std::string* cgroup(std::uint64_t id) const {
    const auto found = cgroups_.find(id);
    return found == cgroups_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] const Threads& threads() const { return threads_; }
  [[nodiscard]] const AddressSpace& space(std::uint32_t index) const { return spaces_[index]; }

 private:
  void map(const records::Mmap& record, const records::RawRecord& raw, base::OrderKey when);
  void map(const records::Mmap2& record, const records::RawRecord& raw, base::OrderKey when);
  void map_user(std::uint32_t pid, std::uint32_t tid, Mapping mapping, symbols::ObjectId id,
                base::OrderKey when);
  void map_kernel(Mapping mapping, symbols::ObjectId id, base::OrderKey when);
  std::uint32_t add_kernel(symbols::ObjectId id, base::Address reference);
  void rename(const records::Comm& record, base::OrderKey when);
  void fork(const records::Task& record, const records::RawRecord& raw, base::OrderKey when);
  void ksymbol(const records::Ksymbol& record, base::OrderKey when);

  ThreadLife& find_or_begin(std::uint32_t pid, std::uint32_t tid, base::OrderKey when);
  std::uint32_t new_space();
  AddressSpace& changing(std::uint32_t space);

  Objects objects_;
  Threads threads_;
  std::deque<AddressSpace> spaces_;
  std::vector<std::uint32_t> users_;        // of each space, in threads
  std::vector<std::uint32_t> free_spaces_;  // that nobody uses any more
  std::vector<std::uint32_t> changed_;      // since seal(); some of them more than once
  AddressSpace kernel_space_;
  // The kernel's symbols reach beyond the recorded mapping, which ends with its ordinary code.
  std::shared_ptr<const symbols::Object> kernel_;
  std::uint32_t kernel_index_ = base::no_index;
  std::map<std::uint64_t, std::string> cgroups_;
  base::Interner comms_;
};

}  // namespace perf::machine
