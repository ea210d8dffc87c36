#include "api/recorder.h"

#include <atomic>
#include <mutex>
#include <system_error>

#include "api/live_settings.h"
#include "live/workload.h"
#include "session/recorder.h"

namespace perf::api {

struct Workload::State {
  std::vector<std::string> command;
  live::Workload workload;

  explicit State(std::vector<std::string> words) : command(std::move(words)), workload(command) {}

  [[noreturn]] void fail(int error) const {
    throw std::system_error(error, std::generic_category(), "cannot start " + command.front());
  }
};

// NOLINTNEXTLINE(performance-unnecessary-value-param): SWIG sees a number in its place
Workload::Workload(ReportNames command) {
  if (command.empty()) throw std::invalid_argument("a command has at least one word");
  state_ = std::make_unique<State>(std::move(command));
  if (state_->workload.error() != 0) state_->fail(state_->workload.error());
}

Workload::~Workload() = default;

int Workload::pid() const {
  return state_->workload.pid();
}

void Workload::start() {
  if (const int error = state_->workload.start(); error != 0) state_->fail(error);
}

bool Workload::ended(bool wait) {
  return state_->workload.ended(wait);
}

int Workload::status() const {
  return state_->workload.status();
}

struct Recorder::State {
  enum class Stage : std::uint8_t { made, begun, finished };

  State(std::shared_ptr<live::Evlist> events, std::string to, session::RecorderOptions options)
      : list(std::move(events)), path(std::move(to)), recorder(*list, path, std::move(options)) {}

  // Of one that was in this state before, and is in that one now.
  template <class Step>
  void take(Stage from, Stage to, Step step) {
    const std::scoped_lock lock(mutex);
    if (stage != from) {
      throw std::invalid_argument("a recorder begins once, runs then, and is finished once");
    }
    stage = to;
    step();
    size = recorder.size();
    samples = recorder.samples();
    lost = recorder.lost();
    lost_samples = recorder.lost_samples();
    check();
  }

  void check() const {
    const int error = recorder.error();
    if (error != 0) {
      throw std::system_error(error, std::generic_category(), path + " could not be written");
    }
  }

  std::shared_ptr<live::Evlist> list;
  std::string path;
  std::mutex mutex;  // of what follows
  Stage stage = Stage::made;
  session::Recorder recorder;
  std::atomic<std::uint64_t> size = 0, samples = 0, lost = 0, lost_samples = 0;
};

// NOLINTBEGIN(performance-unnecessary-value-param): SWIG sees numbers in their place
Recorder::Recorder(const Evlist& evlist, const std::string& path, ReportNames command,
                   ReportNames settings) {
  auto list = evlist.shared_list();
  const std::scoped_lock lock(list->mutex);
  if (!list->rings()) throw std::invalid_argument("a recorder needs mmap() first");
  session::RecorderOptions options = recorder_options(settings);
  options.cmdline = std::move(command);
  state_ = std::make_unique<State>(std::move(list), path, std::move(options));
}
// NOLINTEND(performance-unnecessary-value-param)

Recorder::~Recorder() = default;

void Recorder::begin() {
  state_->take(State::Stage::made, State::Stage::begun, [this] { state_->recorder.begin(); });
}

void Recorder::run(int timeout) {
  const bool ready = state_->recorder.wait(timeout);
  state_->take(State::Stage::begun, State::Stage::begun, [this, ready] {
    if (ready) state_->recorder.write();
  });
}

void Recorder::stop() {
  state_->take(State::Stage::begun, State::Stage::begun, [this] {
    const std::scoped_lock lock(state_->list->mutex);
    state_->recorder.stop(*state_->list);
  });
}

void Recorder::finish() {
  state_->take(State::Stage::begun, State::Stage::finished, [this] { state_->recorder.finish(); });
}

std::uint64_t Recorder::size() const {
  return state_->size;
}
std::uint64_t Recorder::samples() const {
  return state_->samples;
}
std::uint64_t Recorder::lost() const {
  return state_->lost;
}
std::uint64_t Recorder::lost_samples() const {
  return state_->lost_samples;
}

}  // namespace perf::api
