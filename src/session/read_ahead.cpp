#include "session/read_ahead.h"

#include <algorithm>
#include <stdexcept>

namespace perf::session {
namespace {

constexpr std::size_t batch_size = 4096;
constexpr std::size_t batches_ahead = 4;
constexpr std::size_t finish_distance = 8;

}  // namespace

ReadAhead::ReadAhead(const file::Recording& recording, const std::vector<file::Section>& stretches,
                     Ordered::Until until, Prepare prepare, Finish finish)
    : records_(recording, stretches, until),
      prepare_(std::move(prepare)),
      finish_(std::move(finish)) {}

ReadAhead::~ReadAhead() {
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool ReadAhead::next_batch() {
  if (forks_ != base::forks()) {
    throw std::runtime_error("the thread that reads stayed with the process that forked this one");
  }
  if (!thread_.joinable()) {
    if (ended_) return false;
    thread_ = std::thread([this] { run(); });
  }
  std::unique_lock lock(mutex_);
  if (batch_.records.capacity() != 0) used_.push_back(std::move(batch_));
  batch_ = {};
  place_ = 0;
  changed_.wait(lock, [this] { return !full_.empty() || ended_; });
  if (!full_.empty()) {
    batch_ = std::move(full_.front());
    full_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return true;
  }
  lock.unlock();
  thread_.join();
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  return false;
}

void ReadAhead::run() {
  try {
    read_batches();
  } catch (...) {
    {
      const std::scoped_lock lock(mutex_);
      thrown_ = std::current_exception();
      ended_ = true;
    }
    changed_.notify_all();
  }
}

void ReadAhead::read_batches() {
  for (bool more = true; more;) {
    Batch batch;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stop_ || full_.size() < batches_ahead; });
      if (stop_) return;
      if (!used_.empty()) {
        batch = std::move(used_.front());
        used_.pop_front();
      }
    }
    batch.records.clear();
    batch.blocks.clear();
    batch.numbers.clear();
    more = fill(batch);
    {
      const std::scoped_lock lock(mutex_);
      if (!batch.records.empty()) full_.push_back(std::move(batch));
      ended_ = !more;
    }
    changed_.notify_all();
  }
}

// Few blocks are in use at a time, and records come from them in turn.
void ReadAhead::Batch::hold(const Ordered& source) {
  const std::uint32_t number = source.block_number();
  if (std::find(numbers.begin(), numbers.end(), number) != numbers.end()) return;
  numbers.push_back(number);
  blocks.push_back(source.block());
}

// False at the end of the recording.
bool ReadAhead::fill(Batch& batch) {
  std::size_t finished = 0;
  bool more = true;
  while (batch.records.size() < batch_size) {
    AheadRecord ahead;
    more = records_.next(ahead.record, ahead.key);
    if (!more) break;
    if (!prepare_(ahead)) continue;
    batch.hold(records_);
    batch.records.push_back(ahead);
    if (batch.records.size() - finished > finish_distance) finish_(batch.records[finished++]);
  }
  while (finished < batch.records.size()) finish_(batch.records[finished++]);
  return more;
}

}  // namespace perf::session
