// Threads over time: which life a tid was living at a moment (pids are reused), its process, parent
// and names. Built in time order, then only read.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "machine/window.h"

namespace perf::machine {

inline constexpr std::uint32_t no_id = 0xffffffffU;  // a pid or tid that is not known

// One life of a thread, from the record that made it known to the one that gave its number away.
struct ThreadLife {
  std::uint32_t pid = no_id, tid = no_id, ppid = no_id;
  std::uint32_t space = base::no_index;  // the process's address space
  Window window;
  std::vector<std::pair<base::OrderKey, std::uint32_t>> comms;  // from when, which text
  base::OrderKey exit = base::order_max;  // of its EXIT; it goes on in the kernel for a while
  bool ended = false;

  [[nodiscard]] std::uint32_t comm_at(base::OrderKey when, Window& window_of_answer) const;
};

class Threads {
 public:
  // The life of `tid` that goes on at this point of building, nullptr if none.
  ThreadLife* living(std::uint32_t tid);
  ThreadLife& begin(std::uint32_t pid, std::uint32_t tid, base::OrderKey when);
  void end(std::uint32_t tid, base::OrderKey when);
  void exit(std::uint32_t tid, base::OrderKey when);
  // Lives that ended before then are gone; `last_word` hears of each.
  void forget(base::OrderKey before, const std::function<void(const ThreadLife&)>& last_word);

  // Of the sealed history. The window is always set, also when there was no such thread.
  [[nodiscard]] const ThreadLife* at(std::uint32_t tid, base::OrderKey when, Window& window) const;

  // The last life of `tid`, nullptr when no record names it.
  [[nodiscard]] const ThreadLife* last(std::uint32_t tid) const;
  [[nodiscard]] const std::deque<ThreadLife>& all() const { return lives_; }

 private:
  std::deque<ThreadLife> lives_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_tid_;  // lives in time order
  std::deque<std::uint32_t> exited_;  // lives, as their EXITs came
  std::vector<std::uint32_t> free_;   // places in lives_ that may be used again
};

}  // namespace perf::machine
