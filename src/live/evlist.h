// Events that are opened, read and switched together, and the buffers of their samples. It opens
// them in groups and falls back to what the machine can do, and tells so; it decodes nothing.
#pragma once

#include <memory>
#include <mutex>

#include "live/evsel.h"
#include "live/ring.h"

namespace perf::live {

// The buffers of a list of events, one for each CPU, or for each thread where these count on any
// CPU, and as many more for events that overwrite. It keeps what it needs, whatever becomes of the
// events.
class Rings {
 public:
  Rings() = default;
  Rings(const Rings&) = delete;
  Rings& operator=(const Rings&) = delete;

  MaybeRefusal map(const std::vector<std::shared_ptr<Evsel>>& evsels, std::size_t pages);

  // Waits until there is something to read or all threads have ended, at most so many milliseconds,
  // for ever with -1: how many buffers, or -errno. From any thread.
  [[nodiscard]] int poll(int timeout) const;
  // Held by whoever empties the buffers: what one takes no other gets.
  [[nodiscard]] std::unique_lock<std::mutex> turn() const { return std::unique_lock(reading_); }
  [[nodiscard]] std::vector<Ring>& all() { return rings_; }
  // The events that the buffers belong to.
  [[nodiscard]] const std::vector<int>& handles() const { return handles_; }
  // False in a child that was forked since; see Ring.
  [[nodiscard]] bool are_here() const { return rings_.empty() || rings_.front().is_here(); }
  // No thread that was watched is left.
  [[nodiscard]] bool ended() const;

 private:
  MaybeRefusal map_place(const Evsel& evsel, std::size_t cpu, std::size_t thread,
                         std::size_t pages);
  int watch(int handle, bool has_input);
  [[nodiscard]] int wait(int timeout) const;
  [[nodiscard]] int ring_of(const Ring::Place& place) const;

  std::vector<Ring> rings_;
  std::vector<int> handles_;
  base::Descriptor epoll_;
  mutable std::mutex reading_;
  mutable std::mutex mutex_;           // of what follows
  mutable std::vector<bool> hung_up_;  // by handle of all events: its thread has ended
};

class Evlist {
 public:
  std::mutex mutex;  // for those who share the list; nothing here locks it
  std::vector<std::shared_ptr<Evsel>> evsels;
  Target target;
  bool fall_back = true;   // to what the machine and the user's rights allow
  bool leave_out = false;  // what the machine has not stays closed, and so does its group

  MaybeRefusal open();
  void close();
  MaybeRefusal map(std::size_t pages);
  // Whose mappings the samples need, empty: everyone's.
  [[nodiscard]] std::vector<int> processes() const;
  [[nodiscard]] int enable() const;
  [[nodiscard]] int disable() const;

  [[nodiscard]] const std::shared_ptr<Rings>& rings() const { return rings_; }
  // What open() did instead of what was asked for, a sentence each.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  MaybeRefusal open_one(std::size_t index);
  void leave_out_group(std::uint32_t leader);
  void break_up_group(std::uint32_t leader);
  bool substitute(Evsel& evsel, const Refusal& refusal);

  std::shared_ptr<Rings> rings_;
  std::vector<std::string> notes_;
};

}  // namespace perf::live
