#include "session/loader.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "session/chunk_reader.h"
#include "session/kernel_names.h"

namespace perf::session {
namespace {

bool contains(const std::vector<std::uint32_t>& list, std::uint32_t value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

bool SampleFilter::all() const {
  return pids.empty() && tids.empty() && cpus.empty() && times.empty();
}

bool SampleFilter::passes(const samples::Quick& sample) const {
  if (!pids.empty() && !contains(pids, sample.pid)) return false;
  if (!tids.empty() && !contains(tids, sample.tid)) return false;
  if (!cpus.empty() && !contains(cpus, sample.cpu)) return false;
  if (times.empty()) return true;
  return std::any_of(times.begin(), times.end(), [&](const auto& range) {
    return range.first <= sample.time && sample.time <= range.second;
  });
}

// One thread's share: takes chunk after chunk.
class Loader::Worker {
 public:
  explicit Worker(Loader& loader)
      : loader_(loader),
        options_(loader.options_),
        events_(loader.recording_.events()),
        shard_(loader.profile_.new_shard()),
        ordered_(events_.ordered()),
        resolver_(loader.profile_, shard_, options_.resolve, ordered_),
        reader_(loader.recording_),
        tracing_(event::parse_tracing_data(loader.recording_.features().tracing_data)),
        trace_text_(tracing_, kernel_names(loader.profile_.machine())),
        rows_(events_.size()),
        filtered_(!options_.filter.all()) {
    for (const event::Event& event : events_) readers_.emplace_back(event.layout);
  }

  base::Result<void> load(const Chunk& chunk) {
    DamageList ignored;  // the scan has noted what the walk cannot pass
    const auto end =
        reader_.walk(chunk.offset, chunk.size, ignored, [this](const records::RawRecord& record) {
          if (record.type == event::record_sample) take(record);
        });
    if (!end) return end.error();
    while (oldest_ != newest_) settle_oldest();
    return {};
  }

  void publish() {
    shard_.publish(rows_);
    loader_.add(counts_);
    counts_ = {};
  }

 private:
  struct Cached {
    Stretch stretch;  // in which the stack is right
    std::uint32_t stack = 0;
    std::uint32_t row = base::no_index;
    bool has_symbol = false;
  };

  // A sample whose place in the table of stacks is on its way from memory.
  struct Pending {
    std::uint32_t event = 0;
    records::RawRecord record;
    samples::Quick sample;
    base::OrderKey when;
    Resolver::Task task;
    std::uint64_t key = 0;
  };

  void take(const records::RawRecord& record) {
    Pending next;
    next.event = events_.of_sample(record.body);
    if (next.event >= events_.size()) {
      return counts_.damage.add({base::Code::unknown_event, record.offset}, record.size());
    }
    next.record = record;
    next.sample = readers_[next.event].read(record);
    if (!next.sample.ok) {
      return counts_.damage.add({base::Code::bad_sample, record.offset}, record.size());
    }
    if (filtered_ && !options_.filter.passes(next.sample)) return;
    next.when = {ordered_ ? next.sample.time : 0, record.offset};
    next.task = resolver_.task(next.sample, next.when);
    next.key = key_of(next);
    stacks_.prefetch(next.key);
    std::swap(pending_[newest_++ % pending_.size()], next);
    if (newest_ - oldest_ == pending_.size()) settle_oldest();
  }

  void settle_oldest() {
    const Pending& item = pending_[oldest_++ % pending_.size()];
    Cached& cached = look_up(item);
    ++counts_.samples;
    counts_.unresolved += cached.has_symbol ? 0 : 1;
    counts_.truncated += item.sample.callchain.size() >= options_.resolve.max_stack ? 1 : 0;
    count(item.event, item.sample, item.task, item.when, cached);
    if (options_.keep_trace) rows_[item.event].trace.push_back(trace_of(item.event, item.record));
  }

  // The hash of all that decides which stack and row the sample is.
  [[nodiscard]] std::uint64_t key_of(const Pending& item) const {
    const std::uint64_t cpu = options_.aggregate && options_.keep_cpu ? item.sample.cpu : 0;
    const std::uint64_t who =
        base::hash_pair(item.task.who, (std::uint64_t{item.event} << 32) | cpu);
    const std::uint64_t seed = base::hash_pair(who, item.sample.ip + item.sample.cpumode);
    return base::hash_words(item.sample.callchain.bytes(), seed) >> 1;
  }

  // The sample's stack, by the hash of its raw addresses where that was seen before.
  Cached& look_up(const Pending& item) {
    bool fresh = false;
    Cached& cached = stacks_.get(item.key, fresh);
    if (!fresh && cached.stretch.holds(resolver_.position(item.when))) return cached;
    const Resolver::Found found = resolver_.stack(item.sample, item.task, item.when);
    const bool same = !fresh && cached.stack == found.stack;
    cached.stack = found.stack;
    cached.has_symbol = found.has_symbol;
    cached.stretch = found.stretch;
    if (!same) cached.row = base::no_index;
    return cached;
  }

  // The number of the sample's tracepoint text in the profile.
  std::uint32_t trace_of(std::uint32_t event, const records::RawRecord& record) {
    std::string text;
    const event::Event& of = events_.at(event);
    if (const auto sample = samples::parse(record, of.layout);
        sample && of.attr.type == event::type_tracepoint) {
      trace_text_.append(text, of.attr.config, sample->cpu, sample->raw);
    }
    return loader_.profile_.add_text(text);
  }

  void count(std::uint32_t event, const samples::Quick& sample, const Resolver::Task& task,
             base::OrderKey when, Cached& cached) {
    report::Rows& rows = rows_[event];
    const std::uint64_t position = resolver_.position(when);
    if (options_.aggregate && cached.row != base::no_index) {
      rows.time[cached.row] = std::min(rows.time[cached.row], position);
      rows.period[cached.row] += sample.period;
      ++rows.count[cached.row];
      return;
    }
    cached.row = static_cast<std::uint32_t>(rows.size());
    rows.task.push_back(task.number);
    rows.stack.push_back(cached.stack);
    rows.period.push_back(sample.period);
    if (options_.keep_cpu) rows.cpu.push_back(static_cast<std::uint16_t>(sample.cpu));
    if (options_.aggregate) rows.count.push_back(1);
    rows.time.push_back(position);
  }

  Loader& loader_;
  const LoadOptions& options_;
  const event::EventSet& events_;
  std::vector<samples::QuickReader> readers_;
  report::Shard& shard_;
  bool ordered_;
  Resolver resolver_;
  ChunkReader reader_;
  event::TracingData tracing_;
  text::TraceText trace_text_;
  base::FlatMap<Cached> stacks_;
  // They refer to the reader's buffer, which holds a whole chunk.
  std::array<Pending, 8> pending_;
  std::size_t oldest_ = 0, newest_ = 0;
  std::vector<report::Rows> rows_;
  LoadCounts counts_;
  bool filtered_;
};

Loader::Loader(const file::Recording& recording, const Scan& scan, report::Profile& profile,
               LoadOptions options)
    : recording_(recording), scan_(scan), profile_(profile), options_(std::move(options)) {
  if (options_.threads == 0) options_.threads = std::max(1U, std::thread::hardware_concurrency());
  options_.threads = static_cast<unsigned>(
      std::min<std::size_t>(options_.threads, std::max<std::size_t>(1, scan.chunks.size())));
}

Loader::~Loader() {
  stop();
  wait();
}

void Loader::start() {
  running_ = options_.threads;
  for (unsigned i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this] {
      run();
      --running_;
    });
  }
}

void Loader::wait() {
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Loader::run() {
  if (options_.background)
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), 19);
  Worker worker(*this);
  while (!stop_) {
    const std::size_t chunk = next_chunk_++;
    if (chunk >= scan_.chunks.size()) break;
    if (const auto loaded = worker.load(scan_.chunks[chunk]); !loaded) {
      fail(loaded.error());
      break;
    }
    bytes_read_ += scan_.chunks[chunk].size;
    if (options_.background) worker.publish();
  }
  worker.publish();
}

void Loader::add(const LoadCounts& counts) {
  const std::lock_guard lock(mutex_);
  counts_.samples += counts.samples;
  counts_.unresolved += counts.unresolved;
  counts_.truncated += counts.truncated;
  counts_.damage.add(counts.damage);
}

void Loader::fail(const base::Error& error) {
  const std::lock_guard lock(mutex_);
  error_ = error;
}

LoadCounts Loader::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

std::optional<base::Error> Loader::error() const {
  const std::lock_guard lock(mutex_);
  return error_;
}

}  // namespace perf::session
