#include "session/live_profile.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>

#include "records/parse.h"
#include "report/groups.h"

namespace perf::session {
namespace {

// Milliseconds between two rounds; until there is anything to show, whoever watches waits for it.
constexpr int longest_wait = 100, first_wait = 20;
constexpr std::chrono::milliseconds limit_pause{20};  // an end waits for it
// What has ended is forgotten once no sample of its time can come any more.
constexpr base::Time kept_after_end = 2'000'000'000;
constexpr double look_at_maps_after = 0.5;  // seconds
constexpr double fading = 7.0 / 8;

// Where kernels wait for something to do, on the machines that they run on.
constexpr std::array<std::string_view, 17> idle_symbols{
    "acpi_idle_do_entry",  "acpi_idle_enter", "arch_cpu_idle",    "cpu_idle",  "cpu_startup_entry",
    "cpuidle_enter_state", "cpu_do_idle",     "default_idle",     "do_idle",   "intel_idle",
    "intel_idle_irq",      "mwait_idle",      "native_safe_halt", "poll_idle", "psw_idle",
    "pv_native_safe_halt", "snooze_loop"};

double seconds_now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

void LiveProfile::Table::add(std::uint32_t task, std::uint32_t stack, std::uint16_t cpu,
                             report::Cost cost, std::uint64_t time) {
  bool fresh = false;
  const std::uint64_t key = base::hash_pair(base::pack(task, stack), cpu) >> 1;
  std::uint32_t& place = places_.get(key, fresh);
  if (fresh) {
    place = static_cast<std::uint32_t>(rows_.size());
    rows_.task.push_back(task);
    rows_.stack.push_back(stack);
    rows_.period.push_back(0);
    rows_.count.push_back(0);
    rows_.time.push_back(time);
    rows_.cpu.push_back(cpu);
  }
  rows_.period[place] += cost.period;
  rows_.count[place] += static_cast<std::uint32_t>(cost.samples);
}

void LiveProfile::Table::add(const report::Rows& rows, double weight) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    report::Cost cost = rows.cost(row);
    if (weight != 1) {
      cost.period = static_cast<std::uint64_t>(static_cast<double>(cost.period) * weight);
      cost.samples =
          static_cast<std::uint64_t>(std::ceil(static_cast<double>(cost.samples) * weight));
    }
    if (cost.period != 0) add(rows.task[row], rows.stack[row], rows.cpu[row], cost, rows.time[row]);
  }
}

LiveProfile::LiveProfile(live::Evlist& list, const LiveOptions& options)
    : options_(options),
      pids_(list.processes()),
      events_(event_set(list)),
      machine_(std::make_shared<LiveMachine>(SymbolChoices{})),
      profile_(std::make_shared<report::Profile>(
          std::shared_ptr<const machine::Machine>(machine_, &machine_->machine()), events_.size())),
      shard_(profile_->new_shard()),
      resolver_(*profile_, shard_, options_.resolve, true),
      rounds_(list.rings(), events_),
      limit_(list),
      current_(events_.size()),
      before_(events_.size()) {
  for (const event::Event& event : events_) readers_.emplace_back(event.layout);
}

void LiveProfile::start() {
  slice_begin_ = now_ = clock();
  threads_.start([this] { run(); });
  if (limit_.may_be_needed()) threads_.start([this] { keep_limit(); });
}

// In a thread of its own: what it is there for keeps the other from its work.
void LiveProfile::keep_limit() {
  while (!done_ && !stop_ && limit_.keep(seconds_now())) {
    std::this_thread::sleep_for(limit_pause);
  }
}

void LiveProfile::set_counting(bool on) {
  const std::scoped_lock lock(mutex_);
  if (counting_.exchange(on) == on) return;
  if (on)
    stood_ += seconds_now() - stopped_at_;
  else
    stopped_at_ = seconds_now();
}

double LiveProfile::clock() const {
  const std::scoped_lock lock(mutex_);
  return (counting_ ? seconds_now() : stopped_at_) - stood_;
}

void LiveProfile::stop() {
  stop_ = true;
  threads_.wait();
}

void LiveProfile::run() {
  machine_->add_running(events_, pids_);
  while (!stop_) {
    const int ready = rounds_.rings().poll(is_empty() ? first_wait : longest_wait);
    if (rounds_.rings().ended()) break;
    round(false);
    if (ready < 0 && ready != -EINTR) break;
  }
  round(true);
  end_slice(clock());
  done_ = true;
}

// The world changes first, as its history knows of when; so no answer is given too early.
void LiveProfile::round(bool last) {
  rounds_.take(last);
  Pending pending;
  changes_.clear();
  samples_.clear();
  LiveCounts counts;
  while (rounds_.next(pending.record, pending.when)) {
    if (pending.record.type == event::record_sample)
      samples_.push_back(pending);
    else if (LiveMachine::concerns(pending.record.type))
      changes_.push_back(pending);
    else
      note(pending.record, counts);
  }
  if (!changes_.empty()) apply_round();
  if (!counting_) samples_.clear();
  const bool empty = is_empty();
  for (const Pending& sample : samples_) count(sample, counts);
  const double now = clock();
  const bool first = empty && !is_empty();
  if (now - slice_begin_ >= slice_seconds || clear_ || first) end_slice(now);
  if (seconds_now() - maps_grown_ >= look_at_maps_after) {
    maps_grown_ = seconds_now();
    if (machine_->grow_maps(resolver_.maps())) resolver_.forget_answers();
  }
  add(counts);
}

void LiveProfile::add(const LiveCounts& counts) {
  const double now = clock();
  const std::scoped_lock lock(mutex_);
  now_ = now;
  counts_.idle += counts.idle;
  counts_.samples += counts.samples;
  counts_.unresolved += counts.unresolved;
  counts_.truncated += counts.truncated;
  counts_.lost += counts.lost;
  counts_.throttled += counts.throttled;
  counts_.unknown += counts.unknown;
  counts_.by_cpu.resize(std::max(counts_.by_cpu.size(), counts.by_cpu.size()));
  for (std::size_t cpu = 0; cpu < counts.by_cpu.size(); ++cpu) {
    counts_.by_cpu[cpu] += counts.by_cpu[cpu];
  }
}

void LiveProfile::apply_round() {
  const auto lock = machine_->unique();
  for (const Pending& change : changes_) machine_->apply(change.record, events_);
  machine_->seal();
  const base::Time newest = changes_.back().when.time;
  if (newest > kept_after_end) machine_->forget(newest - kept_after_end);
  resolver_.forget_answers();
}

void LiveProfile::note(const records::RawRecord& record, LiveCounts& counts) {
  if (record.type == event::record_throttle) ++counts.throttled;
  if (record.type != event::record_lost) return;
  const auto body = records::parse(record, events_.layout_of_trailer(record.body));
  if (body) counts.lost += std::get<records::Lost>(*body).lost;
}

void LiveProfile::count(const Pending& pending, LiveCounts& counts) {
  const std::uint32_t event = events_.of_sample(pending.record.body);
  const samples::Quick sample =
      event < readers_.size() ? readers_[event].read(pending.record) : samples::Quick{};
  if (!sample.ok) {
    ++counts.unknown;
    return;
  }
  if (sample.cpumode == event::misc_kernel ? !options_.kernel : !options_.user) return;
  const Resolver::Task& task = resolver_.task(sample, pending.when);
  const Resolver::Found found = resolver_.stack(sample, task, pending.when);
  if (!options_.idle && is_idle(sample, found)) {
    ++counts.idle;
    return;
  }
  ++counts.samples;
  if (!found.named) ++counts.unresolved;
  const auto cpu = static_cast<std::uint16_t>(std::min<std::uint32_t>(sample.cpu, report::no_cpu));
  if (cpu != report::no_cpu) {
    if (cpu >= counts.by_cpu.size()) counts.by_cpu.resize(cpu + 1U);
    ++counts.by_cpu[cpu];
  }
  current_[event].add(task.number, found.stack, cpu, {sample.period, 1}, pending.when.time);
}

// The idle threads, one a CPU, are all number 0; interrupts run in them too.
bool LiveProfile::is_idle(const samples::Quick& sample, const Resolver::Found& found) {
  if (sample.tid != 0) return false;
  const std::uint32_t leaf = shard_.stacks[found.stack].leaf;
  if (leaf >= idle_frames_.size()) idle_frames_.resize(leaf + 1U);
  std::int8_t& known = idle_frames_[leaf];
  if (known == 0) {
    const std::string name = report::symbol_of(profile_->machine(), shard_.frames[leaf]);
    const bool idle =
        std::find(idle_symbols.begin(), idle_symbols.end(), name) != idle_symbols.end();
    known = idle ? 1 : -1;
  }
  return known == 1;
}

void LiveProfile::clear() {
  clear_ = true;
}

void LiveProfile::end_slice(double now) {
  Slice slice;
  slice.begin = slice_begin_;
  bool any = false;
  for (Table& table : current_) {
    any = any || !table.empty();
    slice.rows.push_back(std::make_shared<const report::Rows>(table.rows()));
    table = {};
  }
  slice_begin_ = now;
  const std::scoped_lock lock(mutex_);
  if (any) slices_.push_back(std::move(slice));
  if (clear_.exchange(false)) {
    slices_.clear();
    before_ = std::vector<Table>(events_.size());
  }
  now_ = now;
  age_slices();
}

void LiveProfile::age_slices() {
  while (!slices_.empty() && slices_.front().begin < now_ - window_seconds) {
    for (std::size_t event = 0; event < before_.size(); ++event) {
      before_[event].add(*slices_.front().rows[event], 1);
    }
    slices_.pop_front();
  }
}

double LiveProfile::weight_of(const Slice& slice, const Weighing& weighing) const {
  const double age = now_ - slice.begin;
  switch (weighing.kind) {
    case Weighing::Kind::decay:
      return std::pow(fading, age);
    case Weighing::Kind::last:
      return age <= weighing.seconds ? 1 : 0;
    default:
      return 1;
  }
}

void LiveProfile::show(const Weighing& weighing) {
  std::vector<std::vector<report::Batch>> batches(events_.size());
  const std::scoped_lock lock(mutex_);
  for (std::size_t event = 0; event < batches.size(); ++event) {
    Table sum;
    if (weighing.kind == Weighing::Kind::all) sum.add(before_[event].rows(), 1);
    for (const Slice& slice : slices_) {
      const double weight = weight_of(slice, weighing);
      if (weight > 0) sum.add(*slice.rows[event], weight);
    }
    if (!sum.empty()) {
      batches[event].push_back(std::make_shared<const report::Rows>(sum.rows()));
    }
  }
  shard_.replace(std::move(batches));
}

LiveCounts LiveProfile::counts() const {
  const std::scoped_lock lock(mutex_);
  LiveCounts counts = counts_;
  counts.rate_limit = limit_.rate();
  return counts;
}

}  // namespace perf::session
