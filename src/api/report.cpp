#include "api/report.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <system_error>
#include <thread>

#include "api/damage.h"
#include "api/error.h"
#include "api/histograms.h"
#include "api/text_settings.h"
#include "session/report.h"

namespace perf::api {
namespace {

constexpr int reading_nice = 19;  // reading gives way to the screen

// What such a report needs, and any other grouping without a second reading.
session::LoadOptions any_grouping(const session::ReportOptions& asked) {
  session::LoadOptions load = session::load_options(asked);
  load.resolve.by_thread = true;
  load.aggregate = false;
  load.keep_cpu = true;
  load.keep_trace = false;
  load.background = true;
  return load;
}

}  // namespace

struct Report::Reading {
  using Clock = std::chrono::steady_clock;

  Reading(file::Recording opened, const session::ReportOptions& asked)
      : recording(std::move(opened)),
        options(session::search_options(recording, asked.symbols)),
        load(any_grouping(asked)) {
    std::vector<std::uint32_t> sockets;
    const auto& topology = recording.features().cpu_topology;
    if (topology) {
      for (const file::CpuPlace& cpu : topology->cpus) sockets.push_back(cpu.socket);
    }
    histograms = std::make_unique<Histograms>(recording.events(), std::move(sockets));
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
    {
      const std::scoped_lock lock(mutex);
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

  [[nodiscard]] std::shared_ptr<const report::Profile> current_profile() const {
    const std::scoped_lock lock(mutex);
    if (!profile) throw Error("nothing has been read yet");
    return profile;
  }

  void finish(const base::Result<void>& result) {
    const std::scoped_lock lock(mutex);
    if (!stopped && !result) failure = result.error();
    ended = Clock::now();
    done = true;
  }

  void stop() {
    stopped = true;
    const std::scoped_lock lock(mutex);
    if (loader) loader->stop();
  }

  file::Recording recording;
  std::shared_ptr<const symbols::SearchOptions> options;
  session::LoadOptions load;
  std::atomic<bool> stopped{false};
  mutable std::mutex mutex;  // of what follows
  std::unique_ptr<session::Scan> scan;
  std::shared_ptr<report::Profile> profile;
  std::unique_ptr<session::Loader> loader;
  base::Error failure;
  Clock::time_point begun = Clock::now(), ended;
  bool done = false;
  std::unique_ptr<Histograms> histograms;
  std::thread thread;  // last: it uses all of the above
};

namespace {

file::Recording open_recording(const std::string& path) {
  auto recording = file::Recording::open(path);
  if (!recording) raise(recording.error(), path);
  return std::move(*recording);
}

}  // namespace

Report::Report(const std::string& path, const ReportNames& settings) {
  const session::ReportOptions asked = report_options(settings);
  reading_.reset(new Reading(open_recording(path), asked));
}

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
  const std::scoped_lock lock(reading_->mutex);
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
  const std::scoped_lock lock(reading_->mutex);
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
  return reading_->histograms->view(reading_->current_profile(), {event, keys, filters, children},
                                    inverted, percent_limit);
}

}  // namespace perf::api
