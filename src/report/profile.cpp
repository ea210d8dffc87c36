#include "report/profile.h"

namespace perf::report {
std::uint64_t Frame::label(bool by_address) const {
  if (symbol != base::no_index && !by_address) return base::hash_word(base::pack(object, symbol));
  return base::hash_pair(object, ip);
}

void Shard::publish(std::vector<Rows>& rows_by_event) {
  const std::scoped_lock lock(mutex_);
  for (std::size_t event = 0; event < rows_by_event.size(); ++event) {
    if (rows_by_event[event].size() == 0) continue;
    batches_[event].push_back(std::make_shared<const Rows>(std::move(rows_by_event[event])));
    rows_by_event[event] = {};
  }
}

void Shard::replace(std::vector<std::vector<Batch>> batches) {
  const std::scoped_lock lock(mutex_);
  batches_ = std::move(batches);
}

std::vector<Batch> Shard::batches(std::size_t event) const {
  const std::scoped_lock lock(mutex_);
  return batches_[event];
}

Shard& Profile::new_shard() {
  const std::scoped_lock lock(mutex_);
  shards_.push_back(std::make_shared<Shard>(events_));
  return *shards_.back();
}

std::vector<std::shared_ptr<const Shard>> Profile::shards() const {
  const std::scoped_lock lock(mutex_);
  return {shards_.begin(), shards_.end()};
}

std::uint32_t Profile::add_task(const Task& task) {
  const std::scoped_lock lock(mutex_);
  const std::uint64_t thread = base::hash_pair(base::pack(task.pid, task.tid), task.comm);
  const std::uint64_t key = (task.cgroup == 0 ? thread : base::hash_pair(thread, task.cgroup)) >> 1;
  if (const std::uint32_t* known = task_numbers_.find(key)) return *known;
  tasks.push_back(task);  // first: a number without its task must not outlive a lack of memory
  bool fresh = false;
  return task_numbers_.get(key, fresh) = static_cast<std::uint32_t>(tasks.size() - 1);
}

std::uint32_t Profile::add_text(std::string_view text) {
  const std::scoped_lock lock(mutex_);
  return texts_.add(text);
}

std::string Profile::text(std::uint32_t number) const {
  const std::scoped_lock lock(mutex_);
  return number < texts_.size() ? texts_.at(number) : std::string();
}

}  // namespace perf::report
