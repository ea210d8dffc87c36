#include "api/report.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <functional>
#include <new>
#include <system_error>
#include <thread>

#include "api/damage.h"
#include "api/error.h"
#include "api/report_view.h"
#include "api/row_filters.h"
#include "session/loader.h"
#include "session/search_options.h"

namespace perf::api {
namespace {

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
    thread = std::thread([this] { run(); });
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() {
    stop();
    thread.join();
  }

  // At low priority: the screen goes first.
  void run() {
    be_nice(reading_nice);
    try {
      finish(read());
    } catch (const std::bad_alloc&) {
      finish(base::Code::exhausted);
    } catch (const std::system_error&) {  // a thread that could not be started
      finish(base::Code::exhausted);
    }
  }

  // Both passes.
  base::Result<void> read() {
    auto scanned = session::scan(recording, options, session::ScanFor::symbols, stopped);
    if (!scanned) return scanned.error();
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
    if (const auto error = loader->error()) return *error;
    return {};
  }

  // What a histogram is made for.
  struct Wanted {
    std::uint32_t event = 0;
    std::string keys;
    ReportNames filters;
    bool children = false;
    bool operator==(const Wanted&) const = default;
  };

  // The newest histogram is kept: the next view may only be looked at from the other end.
  std::shared_ptr<const report::Histogram> histogram_of(const Wanted& wanted) {
    const std::lock_guard lock(counting);
    const auto of = current_forest();
    if (newest && of == newest_forest && wanted == newest_wanted) return newest;
    newest.reset();
    newest = std::make_shared<report::Histogram>(of, wanted.event, options_for(wanted, *of));
    newest_forest = of;
    newest_wanted = wanted;
    return newest;
  }

  [[nodiscard]] report::HistogramOptions options_for(const Wanted& wanted,
                                                     const report::Forest& of) const {
    report::HistogramOptions histogram;
    histogram.groups.keys = keys_of(wanted.keys);
    histogram.groups.cpu_sockets = sockets;
    histogram.children = wanted.children && has_stacks;
    histogram.stacks = has_stacks;
    histogram.filter = row_filter(of.profile().machine(), wanted.filters);
    return histogram;
  }

  std::shared_ptr<const report::Forest> current_forest() {
    if (forest && forest->is_current()) return forest;
    std::shared_ptr<report::Profile> of;
    {
      const std::lock_guard lock(mutex);
      of = profile;
    }
    if (!of) throw Error("nothing has been read yet");
    forest.reset();
    forest = std::make_shared<report::Forest>(of, std::thread::hardware_concurrency());
    return forest;
  }

  void finish(const base::Result<void>& result) {
    const std::lock_guard lock(mutex);
    if (!stopped && !result) failure = result.error();
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
  base::Error failure;
  Clock::time_point begun = Clock::now(), ended;
  bool done = false;
  std::mutex counting;  // of these
  std::shared_ptr<const report::Forest> forest, newest_forest;
  std::shared_ptr<const report::Histogram> newest;
  Wanted newest_wanted;
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
  if (reading_->failure.code != base::Code::none) {
    progress.error = base::sentence(reading_->failure, reading_->recording.path());
  }
  return progress;
}

DamageItems Report::damage() const {
  const std::lock_guard lock(reading_->mutex);
  session::DamageList all;
  if (reading_->scan) all = reading_->scan->damage;
  if (reading_->loader) {
    all.add(reading_->recording.located(reading_->loader->counts().damage));
  }
  return damage_items(all, reading_->recording.path());
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
  if (event >= reading_->recording.events().size()) throw std::out_of_range("no such event");
  ReportView view;
  in_nice_thread(counting_nice, [&] {
    auto histogram = reading_->histogram_of({event, keys, filters, children});
    const double least = static_cast<double>(histogram->total().period) * percent_limit / 100;
    auto rows = std::make_shared<RowOrder>(histogram, static_cast<std::uint64_t>(std::ceil(least)));
    view = {std::make_shared<ReportView::State>(std::move(histogram), rows, inverted), rows};
  });
  return view;
}

}  // namespace perf::api
