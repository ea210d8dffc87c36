#include "session/loader.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "samples/read_periods.h"
#include "session/chunk_reader.h"
#include "session/kernel_names.h"

namespace perf::session {
namespace {

// Periods that follow from counts need all samples in their order.
bool carries_counts(const event::EventSet& events) {
  return std::any_of(events.begin(), events.end(), [](const event::Event& event) {
    return (event.attr.sample_type & event::sample_read) != 0;
  });
}

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
        traces_(events_.size()),
        filtered_(!options_.filter.all()),
        counted_in_samples_(session::carries_counts(events_)),
        merges_(options_.resolve.callchains && !loader.scan_.deferred->empty()) {
    for (const event::Event& event : events_) readers_.emplace_back(event.layout);
  }

  base::Result<void> load(const Chunk& chunk) {
    DamageList ignored;  // the scan has noted what the walk cannot pass
    const auto end =
        reader_.walk(chunk.offset, chunk.size, ignored, [this](const records::RawRecord& record) {
          if (record.type == event::record_sample) take(record);
        });
    if (!end) return end.error();
    while (located_ != newest_) locate_next();
    while (placed_ != newest_) place_next();
    while (counted_ != newest_) count_next();
    return {};
  }

  void publish() {
    std::vector<report::Rows> columns;
    for (std::vector<Row>& rows : rows_) {
      columns.push_back(columns_of(rows));
      rows.clear();
    }
    for (std::size_t event = 0; event < traces_.size(); ++event) {
      columns[event].trace = std::move(traces_[event]);
      traces_[event].clear();
    }
    shard_.publish(columns);
    loader_.add(counts_);
    counts_ = {};
  }

 private:
  static constexpr std::uint32_t most_stacks = 0x7fffffff;  // a shard holds fewer
  struct Cached {
    std::uint32_t stretch = 0;  // in which the stack is right
    std::uint32_t row = base::no_index;
    std::uint32_t stack : 31 = 0;
    std::uint32_t named : 1 = 0;  // the sampled address has a symbol
  };

  // One sample, or all of one task and stack: together, as samples come in no order.
  struct Row {
    std::uint64_t period = 0, position = 0;
    std::uint32_t count = 0, task = 0, stack = 0;
    std::uint16_t cpu = 0;
  };

  // A sample on its way: each step asks for the memory that the next one reads, some samples ahead.
  struct Pending {
    std::uint32_t event = 0;
    std::uint32_t row = 0;  // once it is placed
    records::RawRecord record;
    samples::Quick sample;
    base::OrderKey when;
    Resolver::Task task;
    std::uint64_t key = 0;
    Resolver::Place leaf;  // once it is located, without chains
  };
  static constexpr std::size_t step = 5;  // samples

  void take(const records::RawRecord& record) {
    Pending& next = pending_[newest_ % pending_.size()];
    next.event = events_.of_sample(record.body);
    if (next.event >= events_.size()) {
      return counts_.damage.add({base::Code::unknown_event, record.offset}, record.size());
    }
    // By field: a copy of the whole would wait for the stores that have just made it.
    next.record = {record.type, record.misc, record.offset, record.body};
    readers_[next.event].read(record, next.sample);
    if (!next.sample.ok) {
      return counts_.damage.add({base::Code::bad_sample, record.offset}, record.size());
    }
    if (counted_in_samples_ && carries_counts(next)) return take_parts(next);
    take_sample(next);
  }

  [[nodiscard]] bool carries_counts(const Pending& item) const {
    return (events_.at(item.event).attr.sample_type & event::sample_read) != 0;
  }

  void take_parts(const Pending& whole) {
    const Pending copy = whole;  // its place is needed again
    const auto sample = samples::parse(copy.record, events_.at(copy.event).layout);
    if (!sample) return;
    for (const auto& part : read_periods_.split(*sample, copy.event, events_)) {
      Pending& next = pending_[newest_ % pending_.size()];
      next = copy;
      next.event = part.event;
      next.sample.period = part.period;
      take_sample(next);
    }
  }

  void take_sample(Pending& next) {
    if (filtered_ && !options_.filter.passes(next.sample)) return;
    next.when = {ordered_ ? next.sample.time : 0, next.record.offset};
    next.task = resolver_.task(next.sample, next.when);
    next.key = key_of(next);
    if (merges_) complete(next);
    ++newest_;
    if (newest_ - located_ == step) locate_next();
    if (newest_ - placed_ == 2 * step) place_next();
    if (newest_ - counted_ == 3 * step) count_next();
  }

  // The user part that came later counts like the rest of the chain; the cookie, which hardly any
  // two samples share, does not.
  void complete(Pending& item) {
    samples::Words& chain = item.sample.callchain;
    if (!samples::deferred_cookie(chain)) return;
    item.sample.deferred = loader_.scan_.deferred->rest_of(chain, item.sample.tid, item.when);
    chain = chain.first(chain.size() - samples::deferred_end);
    item.key = base::hash_words(item.sample.deferred.bytes(), key_of(item)) >> 1;
    stacks_.prefetch(item.key);
  }

  // Without chains a sample goes from its address to the function, and from there to the row.
  void locate_next() {
    Pending& item = pending_[located_++ % pending_.size()];
    if (options_.resolve.callchains) return;
    item.leaf = resolver_.leaf(item.sample, item.task, item.key, item.when);
    const bool mapped = item.leaf.frame != base::no_index;
    const std::uint64_t where =
        mapped ? item.leaf.frame : base::hash_word(item.sample.ip) | 1ULL << 63;
    item.key = base::hash_pair(who(item, item.task.number), where) >> 1;
    stacks_.prefetch(item.key);
  }

  // Finds or makes the sample's row.
  void place_next() {
    Pending& item = pending_[placed_++ % pending_.size()];
    Cached& cached = look_up(item);
    ++counts_.samples;
    counts_.unresolved += cached.named != 0 ? 0 : 1;
    const std::size_t depth = item.sample.callchain.size() + item.sample.deferred.size();
    counts_.truncated += depth >= options_.resolve.max_stack ? 1 : 0;
    item.row = base::no_index;
    if (options_.resolve.hide_unresolved && cached.named == 0) return;
    std::vector<Row>& rows = rows_[item.event];
    if (!options_.aggregate || cached.row == base::no_index) {
      cached.row = static_cast<std::uint32_t>(rows.size());
      rows.push_back({0, resolver_.position(item.when), 0, item.task.number, cached.stack, 0});
      if (options_.keep_cpu) rows.back().cpu = static_cast<std::uint16_t>(item.sample.cpu);
      if (options_.keep_trace) traces_[item.event].push_back(trace_of(item.event, item.record));
    }
    item.row = cached.row;
    __builtin_prefetch(&rows[item.row]);
  }

  void count_next() {
    const Pending& item = pending_[counted_++ % pending_.size()];
    if (item.row == base::no_index) return;
    Row& row = rows_[item.event][item.row];
    row.position = std::min(row.position, resolver_.position(item.when));
    row.period += item.sample.period;
    ++row.count;
  }

  // The hash of all that decides which stack and row the sample is; without chains, of what decides
  // what is at its address.
  [[nodiscard]] std::uint64_t key_of(const Pending& item) const {
    if (!options_.resolve.callchains) {
      const std::uint64_t key = Resolver::key_of(item.sample, item.task);
      resolver_.prefetch(key);
      return key;
    }
    const std::uint64_t seed =
        base::hash_pair(who(item, item.task.who), item.sample.ip + item.sample.cpumode);
    const std::uint64_t key = base::hash_words(item.sample.callchain.bytes(), seed) >> 1;
    stacks_.prefetch(key);
    return key;
  }

  [[nodiscard]] std::uint64_t who(const Pending& item, std::uint64_t task) const {
    const std::uint64_t cpu = options_.aggregate && options_.keep_cpu ? item.sample.cpu : 0;
    return base::hash_pair(task, (std::uint64_t{item.event} << 32) | cpu);
  }

  Cached& look_up(const Pending& item) {
    return options_.resolve.callchains ? look_up_chain(item) : look_up_leaf(item);
  }

  // The sample's stack, by the hash of its raw addresses where that was seen before.
  Cached& look_up_chain(const Pending& item) {
    bool fresh = false;
    Cached& cached = stacks_.get(item.key, fresh);
    const std::uint64_t position = resolver_.position(item.when);
    if (!fresh && resolver_.stretch(cached.stretch).holds(position)) return cached;
    const Resolver::Found found = resolver_.stack(item.sample, item.task, item.when);
    const bool same = !fresh && cached.stack == found.stack;
    cached.stack = found.stack & most_stacks;
    cached.named = found.named ? 1 : 0;
    cached.stretch = found.stretch;
    if (!same) cached.row = base::no_index;
    return cached;
  }

  // All samples of one function are one stack and, but for their task, one row.
  Cached& look_up_leaf(const Pending& item) {
    bool fresh = false;
    Cached& cached = stacks_.get(item.key, fresh);
    if (!fresh) return cached;
    cached.stack = resolver_.bare_stack(item.sample, item.leaf) & most_stacks;
    cached.named = item.leaf.named ? 1 : 0;
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

  [[nodiscard]] report::Rows columns_of(const std::vector<Row>& rows) const {
    report::Rows columns;
    const auto fill = [&rows](auto& column, auto field) {
      column.reserve(rows.size());
      for (const Row& row : rows) column.push_back(row.*field);
    };
    fill(columns.task, &Row::task);
    fill(columns.stack, &Row::stack);
    fill(columns.period, &Row::period);
    fill(columns.time, &Row::position);
    if (options_.aggregate) fill(columns.count, &Row::count);
    if (options_.keep_cpu) fill(columns.cpu, &Row::cpu);
    return columns;
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
  std::array<Pending, 16> pending_;
  std::size_t counted_ = 0, placed_ = 0, located_ = 0, newest_ = 0;
  std::vector<std::vector<Row>> rows_;              // by event
  std::vector<std::vector<std::uint32_t>> traces_;  // likewise
  samples::ReadPeriods read_periods_;
  LoadCounts counts_;
  bool filtered_;
  bool counted_in_samples_;  // of some event
  bool merges_;              // chains of which a part came later
};

Loader::Loader(const file::Recording& recording, const Scan& scan, report::Profile& profile,
               LoadOptions options)
    : recording_(recording), scan_(scan), profile_(profile), options_(std::move(options)) {
  if (options_.threads == 0) options_.threads = std::max(1U, std::thread::hardware_concurrency());
  if (carries_counts(recording.events())) options_.threads = 1;
  options_.threads = static_cast<unsigned>(
      std::min<std::size_t>(options_.threads, std::max<std::size_t>(1, scan.chunks.size())));
  running_ = options_.threads;
}

void Loader::start() {
  for (unsigned i = 0; i < options_.threads; ++i) threads_.start([this] { run(); });
}

void Loader::load() {
  try {
    for (unsigned i = 1; i < options_.threads; ++i) threads_.start([this] { run(); });
    run();
  } catch (...) {
    stop();
    throw;
  }
  wait();
}

void Loader::run() {
  try {
    read_chunks();
  } catch (...) {  // nobody needs the rest
    stop();
    --running_;
    throw;
  }
  --running_;
}

void Loader::read_chunks() {
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
  const std::scoped_lock lock(mutex_);
  counts_.samples += counts.samples;
  counts_.unresolved += counts.unresolved;
  counts_.truncated += counts.truncated;
  counts_.damage.add(counts.damage);
}

void Loader::fail(const base::Error& error) {
  const std::scoped_lock lock(mutex_);
  error_ = error;
}

LoadCounts Loader::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

std::optional<base::Error> Loader::error() const {
  const std::scoped_lock lock(mutex_);
  return error_;
}

}  // namespace perf::session
