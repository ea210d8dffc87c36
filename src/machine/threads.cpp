#include "machine/threads.h"

namespace perf::machine {

std::uint32_t ThreadLife::comm_at(base::OrderKey when, Window& window_of_answer) const {
  const auto after =
      std::upper_bound(comms.begin(), comms.end(), when,
                       [](base::OrderKey key, const auto& entry) { return key < entry.first; });
  if (after != comms.end()) window_of_answer.to = std::min(window_of_answer.to, after->first);
  if (after == comms.begin()) return base::no_index;
  const auto& entry = *std::prev(after);
  window_of_answer.from = std::max(window_of_answer.from, entry.first);
  return entry.second;
}

ThreadLife* Threads::living(std::uint32_t tid) {
  const auto found = by_tid_.find(tid);
  if (found == by_tid_.end()) return nullptr;
  ThreadLife& last = lives_[found->second.back()];
  return last.ended ? nullptr : &last;
}

ThreadLife& Threads::begin(std::uint32_t pid, std::uint32_t tid, base::OrderKey when) {
  ThreadLife life;
  life.pid = pid;
  life.tid = tid;
  life.window.from = when;
  const bool again = !free_.empty();
  const auto place = again ? free_.back() : static_cast<std::uint32_t>(lives_.size());
  by_tid_[tid].push_back(place);
  if (!again) return lives_.emplace_back(std::move(life));
  free_.pop_back();
  return lives_[place] = std::move(life);
}

void Threads::end(std::uint32_t tid, base::OrderKey when) {
  ThreadLife* life = living(tid);
  if (life == nullptr) return;
  life->window.to = when;
  life->ended = true;
}

void Threads::exit(std::uint32_t tid, base::OrderKey when) {
  ThreadLife* life = living(tid);
  if (life == nullptr || life->exit < when) return;
  if (life->exit == base::order_max) exited_.push_back(by_tid_[tid].back());
  life->exit = when;
}

void Threads::forget(base::OrderKey before,
                     const std::function<void(const ThreadLife&)>& last_word) {
  for (; !exited_.empty() && lives_[exited_.front()].exit < before; exited_.pop_front()) {
    const std::uint32_t place = exited_.front();
    ThreadLife& life = lives_[place];
    last_word(life);
    const auto of_tid = by_tid_.find(life.tid);
    std::erase(of_tid->second, place);
    if (of_tid->second.empty()) by_tid_.erase(of_tid);
    life = {};
    free_.push_back(place);
  }
}

const ThreadLife* Threads::last(std::uint32_t tid) const {
  const auto lives = by_tid_.find(tid);
  return lives == by_tid_.end() ? nullptr : &lives_[lives->second.back()];
}

const ThreadLife* Threads::at(std::uint32_t tid, base::OrderKey when, Window& window) const {
  window = {};
  const auto found = by_tid_.find(tid);
  if (found == by_tid_.end()) return nullptr;
  const std::vector<std::uint32_t>& lives = found->second;
  auto after = std::upper_bound(
      lives.begin(), lives.end(), when,
      [this](base::OrderKey key, std::uint32_t life) { return key < lives_[life].window.from; });
  if (after != lives.end()) window.to = lives_[*after].window.from;
  if (after == lives.begin()) return nullptr;
  const ThreadLife& life = lives_[*--after];
  if (life.window.to <= when) {
    window.from = life.window.to;
    return nullptr;
  }
  window.narrow(life.window);
  return &life;
}

}  // namespace perf::machine
