// The second pass over a recording: samples in parallel chunks become the rows of a profile. It
// runs in threads of its own, can be stopped, and tells how far it is.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/threads.h"
#include "session/resolver.h"
#include "session/scan.h"

namespace perf::session {

// Which samples count.
struct SampleFilter {
  std::vector<std::uint32_t> pids, tids, cpus;           // empty: all
  std::vector<std::pair<base::Time, base::Time>> times;  // closed ranges, empty: all

  [[nodiscard]] bool passes(const samples::Quick& sample) const;
  [[nodiscard]] bool all() const;
};

struct LoadOptions {
  ResolveOptions resolve;
  SampleFilter filter;
  bool aggregate = true;    // rows of equal task and stack become one
  bool keep_cpu = false;    // rows know their CPU
  bool keep_trace = false;  // rows know their tracepoint's text; then none are aggregated
  unsigned threads = 0;     // 0: one per CPU
  bool background = false;  // low priority, and batches as soon as there are some
};

struct LoadCounts {
  std::uint64_t samples = 0;     // decoded and passed the filter
  std::uint64_t unresolved = 0;  // of these, without a symbol for the sampled address
  std::uint64_t truncated = 0;   // of these, with a chain of the greatest depth
  DamageList damage;
};

class Loader {
 public:
  Loader(const file::Recording& recording, const Scan& scan, report::Profile& profile,
         LoadOptions options);
  ~Loader() { stop(); }
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  void start();
  // Until all is read, or stop() was called; throws what reading threw.
  void wait() { threads_.wait(); }
  // Both, and the caller's thread is one of those that read: it has a CPU already.
  void load();
  void stop() { stop_ = true; }

  [[nodiscard]] bool done() const { return stop_ || running_ == 0; }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  // Of the chunks read so far; call after wait() for all of them.
  [[nodiscard]] LoadCounts counts() const;
  [[nodiscard]] std::optional<base::Error> error() const;

 private:
  class Worker;
  void run();
  void read_chunks();
  void add(const LoadCounts& counts);
  void fail(const base::Error& error);

  const file::Recording& recording_;
  const Scan& scan_;
  report::Profile& profile_;
  LoadOptions options_;
  std::atomic<std::size_t> next_chunk_{0};
  std::atomic<std::uint64_t> bytes_read_{0};
  std::atomic<unsigned> running_{0};
  std::atomic<bool> stop_{false};
  mutable std::mutex mutex_;
  LoadCounts counts_;
  std::optional<base::Error> error_;
  base::Threads threads_;  // the last: they use all of the above
};

}  // namespace perf::session
