#include "api/report.h"

#include <regex.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <thread>

#include "api/error.h"
#include "report/flame.h"
#include "session/loader.h"
#include "session/search_options.h"

namespace perf::api {
namespace {

using report::Key;

constexpr std::uint32_t whole_tree = base::no_index;

std::vector<Key> keys_of(const std::string& names) {
  std::vector<Key> keys;
  for (std::size_t at = 0; at <= names.size();) {
    const std::size_t end = std::min(names.find(',', at), names.size());
    const std::string name = names.substr(at, end - at);
    const std::optional<Key> key = report::key_named(name);
    if (!key) throw std::invalid_argument("no key is called '" + name + "'");
    keys.push_back(*key);
    at = end + 1;
  }
  return keys;
}

// A POSIX extended expression; without capitals it ignores case.
class Pattern {
 public:
  explicit Pattern(const std::string& text) {
    const bool lower = std::ranges::none_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
    const int status =
        ::regcomp(&pattern_, text.c_str(), REG_EXTENDED | REG_NOSUB | (lower ? REG_ICASE : 0));
    if (status == 0) return;
    char why[128];
    ::regerror(status, &pattern_, why, sizeof why);
    throw std::invalid_argument("regular expression " + text + ": " + why);
  }
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  ~Pattern() { ::regfree(&pattern_); }

  [[nodiscard]] bool matches(const std::string& text) const {
    return ::regexec(&pattern_, text.c_str(), 0, nullptr, 0) == 0;
  }

 private:
  regex_t pattern_{};
};

// The names under which a filter knows a task and a sampled frame.
bool task_is(const machine::Machine& machine, const report::Task& task, const std::string& field,
             const std::string& text) {
  if (field == "comm") return report::comm_of(machine, task) == text;
  return std::to_string(static_cast<int>(field == "pid" ? task.tid : task.pid)) ==
         text.substr(0, text.find(':'));
}

bool leaf_is(const machine::Machine& machine, const report::Frame& leaf, const std::string& field,
             const std::string& text) {
  if (field == "dso") return report::object_name(machine, leaf, false) == text;
  return (report::level_of(leaf) == 'k') == (text == "kernel");
}

std::string label_of(const machine::Machine& machine, const report::Frame& frame) {
  std::string name = report::symbol_of(machine, frame);
  if (!name.empty()) return name;
  char text[32];
  std::snprintf(text, sizeof text, "%#llx", static_cast<unsigned long long>(frame.ip));
  return text;
}

// Puts a condition beside those that a function tests already.
template <class Value>
void add(std::function<bool(const Value&)>& test, std::function<bool(const Value&)> more) {
  if (!test) {
    test = std::move(more);
    return;
  }
  test = [first = std::move(test), more = std::move(more)](const Value& value) {
    return first(value) && more(value);
  };
}

// "+dso=libc.so.6"
void add_filter(report::RowFilter& filter, const machine::Machine& machine,
                const std::string& given) {
  const std::size_t equals = given.find('=');
  if (equals == std::string::npos || (given[0] != '+' && given[0] != '-')) {
    throw std::invalid_argument("not a filter: " + given);
  }
  const bool wanted = given[0] == '+';
  const std::string field = given.substr(1, equals - 1);
  const std::string text = given.substr(equals + 1);
  if (field == "frames") {
    const auto pattern = std::make_shared<Pattern>(text);
    filter.frames.push_back({[&machine, pattern](const report::Frame& frame) {
                               return pattern->matches(label_of(machine, frame));
                             },
                             wanted});
  } else if (field == "comm" || field == "pid" || field == "tgid") {
    add<report::Task>(filter.task, [=, &machine](const report::Task& task) {
      return task_is(machine, task, field, text) == wanted;
    });
  } else if (field == "dso" || field == "level") {
    add<report::Frame>(filter.leaf, [=, &machine](const report::Frame& leaf) {
      return leaf_is(machine, leaf, field, text) == wanted;
    });
  } else {
    throw std::invalid_argument("no filter is called '" + field + "'");
  }
}

// How far behind the screen a thread stands: reading gives way to counting, which a user waits for.
constexpr int reading_nice = 19;
constexpr int counting_nice = 5;

void be_nice(int value) {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), value);
}

// Calls `make` in a thread of that priority, which those it starts inherit.
void in_nice_thread(int value, const std::function<void()>& make) {
  std::exception_ptr error;
  std::thread([&] {
    be_nice(value);
    try {
      make();
    } catch (...) {
      error = std::current_exception();
    }
  }).join();
  if (error) std::rethrow_exception(error);
}

}  // namespace

struct ReportView::State {
  State(std::shared_ptr<const report::Profile> profile, std::size_t event,
        report::HistogramOptions options, bool inverted)
      : histogram(std::move(profile), event, std::move(options)),
        order(inverted ? report::Order::callee : report::Order::caller) {}

  // Trees are numbered as they are first asked for; a node's number has its tree's in front.
  report::CallTree& tree(std::uint32_t entry, std::uint64_t least, std::int64_t& number) {
    const auto [place, fresh] =
        numbers.try_emplace({entry, least}, static_cast<std::int64_t>(trees.size()));
    if (fresh) {
      trees.push_back(entry == whole_tree
                          ? std::make_unique<report::CallTree>(histogram, order)
                          : std::make_unique<report::CallTree>(histogram, entry, order, least));
    }
    number = place->second;
    return *trees[static_cast<std::size_t>(number)];
  }

  report::CallTree& tree_of(std::int64_t node) {
    const auto number = static_cast<std::size_t>(node >> 32);
    if (node < 0 || number >= trees.size() ||
        (node & 0xffffffff) >= std::int64_t(trees[number]->size())) {
      throw std::out_of_range("no such node");
    }
    return *trees[number];
  }

  [[nodiscard]] std::string label(const report::CallTree& tree, std::uint32_t node) const {
    return node == 0 ? "all" : label_of(histogram.profile().machine(), tree.frame(node));
  }

  report::Histogram histogram;
  report::Order order;
  std::mutex mutex;  // of the trees, which grow where they are looked at
  std::vector<std::unique_ptr<report::CallTree>> trees;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::int64_t> numbers;  // entry, least period
};

ReportView::ReportView(std::shared_ptr<State> state, std::vector<std::uint32_t> order)
    : state_(std::move(state)),
      order_(std::make_shared<const std::vector<std::uint32_t>>(std::move(order))) {}

std::uint64_t ReportView::total() const {
  return state_->histogram.total().period;
}
std::uint64_t ReportView::passed() const {
  return state_->histogram.passed().period;
}
std::uint64_t ReportView::samples() const {
  return state_->histogram.passed().samples;
}
std::uint64_t ReportView::size() const {
  return order_->size();
}

ReportRows ReportView::rows(std::uint64_t offset, std::uint64_t count) const {
  const report::Histogram& histogram = state_->histogram;
  ReportRows rows;
  offset = std::min<std::uint64_t>(offset, order_->size());
  count = std::min<std::uint64_t>(count, order_->size() - offset);
  for (std::uint64_t i = offset; i < offset + count; ++i) {
    const report::Entry& entry = histogram.entries()[(*order_)[i]];
    ReportRow row{(*order_)[i], entry.children.period, entry.self.period, entry.self.samples, {}};
    for (const Key key : histogram.options().groups.keys) {
      row.texts.push_back(histogram.text((*order_)[i], key));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

ReportView ReportView::sorted(const std::string& column, bool descending) const {
  const report::Histogram& histogram = state_->histogram;
  const auto& entries = histogram.entries();
  const auto cost = [&](std::uint32_t entry) {
    const report::Entry& of = entries[entry];
    return column == "children" ? of.children.period
           : column == "self"   ? of.self.period
                                : of.self.samples;
  };
  std::vector<std::uint32_t> order = histogram.by_cost();
  if (column == "children" || column == "self" || column == "samples") {
    std::ranges::stable_sort(order, std::ranges::greater(), cost);
    if (!descending) std::ranges::reverse(order);
  } else {
    histogram.sort_by_key(order, keys_of(column).front());
    if (descending) std::ranges::reverse(order);
  }
  // Entries below the limit of this view stay out.
  if (order_->size() != entries.size()) {
    std::vector<bool> shown(entries.size());
    for (const std::uint32_t entry : *order_) shown[entry] = true;
    std::erase_if(order, [&](std::uint32_t entry) { return !shown[entry]; });
  }
  return {state_, std::move(order)};
}

ReportNodes ReportView::children(std::uint32_t entry, std::int64_t node,
                                 std::uint64_t least) const {
  if (entry >= state_->histogram.entries().size()) throw std::out_of_range("no such entry");
  const std::lock_guard lock(state_->mutex);
  std::int64_t number = node >> 32;
  report::CallTree& tree = node < 0 ? state_->tree(entry, least, number) : state_->tree_of(node);
  const std::uint32_t parent = node < 0 ? 0 : static_cast<std::uint32_t>(node);
  tree.expand(parent);
  ReportNodes nodes;
  const report::CallNode at = tree.at(parent);
  for (std::uint32_t child = at.first_child; child < at.first_child + at.child_count; ++child) {
    const report::CallNode& below = tree.at(child);
    if (below.inclusive.period < least) break;  // the costliest stand first
    nodes.push_back({(number << 32) | child, below.inclusive.period, state_->label(tree, child),
                     below.inclusive.samples > below.self.samples &&
                         below.inclusive.period - below.self.period >= least});
  }
  return nodes;
}

ReportBoxes ReportView::flame(std::int64_t node, std::uint32_t width) const {
  const std::lock_guard lock(state_->mutex);
  std::int64_t number = node >> 32;
  report::CallTree& tree = node < 0 ? state_->tree(whole_tree, 0, number) : state_->tree_of(node);
  ReportBoxes boxes;
  for (const report::FlameBox& box :
       report::flame_boxes(tree, node < 0 ? 0 : std::uint32_t(node), width)) {
    boxes.push_back({(number << 32) | box.node, box.depth, box.left, box.width,
                     tree.at(box.node).inclusive.period, state_->label(tree, box.node)});
  }
  return boxes;
}

struct Report::Reading {
  using Clock = std::chrono::steady_clock;

  Reading(file::Recording opened, const session::SymbolChoices& choices)
      : recording(std::move(opened)), options(session::search_options(recording, choices)) {
    const auto& topology = recording.features().cpu_topology;
    if (topology) {
      for (const file::CpuPlace& cpu : topology->cpus) sockets.push_back(cpu.socket);
    }
    has_stacks = std::any_of(recording.events().begin(), recording.events().end(),
                             [](const event::Event& event) {
                               return (event.attr.sample_type & event::sample_callchain) != 0;
                             });
    thread = std::thread([this] { read(); });
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() {
    stop();
    thread.join();
  }

  // Both passes, at low priority: the screen goes first.
  void read() {
    be_nice(reading_nice);
    auto scanned = session::scan(recording, options, session::ScanFor::symbols, stopped);
    if (!scanned) return finish(base::sentence(scanned.error(), recording.path()));
    session::LoadOptions load;
    load.aggregate = false;  // so that any other grouping needs no second reading
    load.keep_cpu = true;
    load.background = true;
    {
      const std::lock_guard lock(mutex);
      scan = std::make_unique<session::Scan>(std::move(*scanned));
      profile = std::make_shared<report::Profile>(scan->machine, recording.events().size());
      loader = std::make_unique<session::Loader>(recording, *scan, *profile, load);
      if (stopped) loader->stop();
    }
    loader->start();
    loader->wait();
    const auto error = loader->error();
    finish(error ? base::sentence(*error, recording.path()) : std::string());
  }

  void finish(std::string sentence) {
    const std::lock_guard lock(mutex);
    failure = stopped ? std::string() : std::move(sentence);
    ended = Clock::now();
    done = true;
  }

  void stop() {
    stopped = true;
    const std::lock_guard lock(mutex);
    if (loader) loader->stop();
  }

  file::Recording recording;
  std::shared_ptr<const symbols::SearchOptions> options;
  std::vector<std::uint32_t> sockets;
  bool has_stacks = false;
  std::atomic<bool> stopped{false};
  mutable std::mutex mutex;  // of what follows
  std::unique_ptr<session::Scan> scan;
  std::shared_ptr<report::Profile> profile;
  std::unique_ptr<session::Loader> loader;
  std::string failure;
  Clock::time_point begun = Clock::now(), ended;
  bool done = false;
  std::thread thread;  // last: it uses all of the above
};

namespace {

file::Recording open_recording(const std::string& path) {
  auto recording = file::Recording::open(path);
  if (!recording) raise(recording.error(), path);
  return std::move(*recording);
}

}  // namespace

Report::Report(const std::string& path, const std::string& symfs, const std::string& kallsyms,
               const std::string& vmlinux)
    : reading_(std::make_unique<Reading>(open_recording(path),
                                         session::SymbolChoices{symfs, kallsyms, vmlinux, {}})) {}

Report::~Report() = default;

std::string Report::path() const {
  return reading_->recording.path();
}

void Report::stop() {
  reading_->stop();
}

ReportNames Report::events() const {
  ReportNames names;
  for (const event::Event& event : reading_->recording.events()) names.push_back(event.name);
  return names;
}

ReportProgress Report::progress() const {
  const std::lock_guard lock(reading_->mutex);
  ReportProgress progress;
  progress.size = reading_->recording.data().size;
  if (reading_->scan) {
    progress.lost = std::max(reading_->scan->lost_events, reading_->scan->lost_samples);
    progress.damaged = reading_->scan->damage.count();
  }
  if (reading_->loader) {
    const session::LoadCounts counts = reading_->loader->counts();
    progress.read = reading_->loader->bytes_read();
    progress.samples = counts.samples;
    progress.unresolved = counts.unresolved;
    progress.truncated = counts.truncated;
    progress.damaged += counts.damage.count();
  }
  const auto until = reading_->done ? reading_->ended : Reading::Clock::now();
  progress.seconds = std::chrono::duration<double>(until - reading_->begun).count();
  progress.done = reading_->done;
  progress.error = reading_->failure;
  return progress;
}

std::string Report::header() const {
  const file::Features& features = reading_->recording.features();
  std::string text;
  const auto line = [&text](const char* name, const std::string& value) {
    if (!value.empty()) text += std::string("# ") + name + " : " + value + "\n";
  };
  line("hostname", features.hostname);
  line("os release", features.osrelease);
  line("perf version", features.version);
  line("arch", features.arch);
  if (features.nr_cpus_online != 0) {
    line("nrcpus online", std::to_string(features.nr_cpus_online));
    line("nrcpus avail", std::to_string(features.nr_cpus_available));
  }
  line("cpudesc", features.cpudesc);
  line("cpuid", features.cpuid);
  if (features.total_mem_kib != 0)
    line("total memory", std::to_string(features.total_mem_kib) + " kB");
  std::string command;
  for (const std::string& word : features.cmdline) command += (command.empty() ? "" : " ") + word;
  line("cmdline", command);
  for (const event::Event& event : reading_->recording.events()) line("event", event.name);
  return text;
}

ReportView Report::view(std::uint32_t event, const std::string& keys, const ReportNames& filters,
                        bool children, bool inverted, double percent_limit) const {
  std::shared_ptr<report::Profile> profile;
  {
    const std::lock_guard lock(reading_->mutex);
    profile = reading_->profile;
  }
  if (!profile) throw Error("nothing has been read yet");
  if (event >= profile->events()) throw std::out_of_range("no such event");
  report::HistogramOptions options;
  options.groups.keys = keys_of(keys);
  options.groups.cpu_sockets = reading_->sockets;
  options.children = children && reading_->has_stacks;
  options.stacks = reading_->has_stacks;
  for (const std::string& filter : filters) add_filter(options.filter, profile->machine(), filter);
  std::shared_ptr<ReportView::State> state;
  std::vector<std::uint32_t> order;
  in_nice_thread(counting_nice, [&] {
    state = std::make_shared<ReportView::State>(profile, event, std::move(options), inverted);
    order = state->histogram.by_cost();
  });
  const double least = static_cast<double>(state->histogram.total().period) * percent_limit / 100;
  std::erase_if(order, [&](std::uint32_t entry) {
    return static_cast<double>(state->histogram.entries()[entry].children.period) < least;
  });
  return {std::move(state), std::move(order)};
}

}  // namespace perf::api
