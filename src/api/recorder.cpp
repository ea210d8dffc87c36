#include "api/recorder.h"

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
  State(std::shared_ptr<live::Evlist> events, std::string to, session::RecorderOptions options)
      : list(std::move(events)), path(std::move(to)), recorder(*list, path, std::move(options)) {}

  std::shared_ptr<live::Evlist> list;
  std::string path;
  session::Recorder recorder;
};

// NOLINTBEGIN(performance-unnecessary-value-param): SWIG sees numbers in their place
Recorder::Recorder(const Evlist& evlist, const std::string& path, ReportNames command,
                   ReportNames settings) {
  auto list = evlist.shared_list();
  if (!list->rings()) throw std::invalid_argument("a recorder needs mmap() first");
  session::RecorderOptions options = recorder_options(settings);
  options.cmdline = std::move(command);
  state_ = std::make_unique<State>(std::move(list), path, std::move(options));
  check();
  state_->recorder.begin();
  check();
}
// NOLINTEND(performance-unnecessary-value-param)

Recorder::~Recorder() = default;

void Recorder::check() const {
  const int error = state_->recorder.error();
  if (error != 0) {
    throw std::system_error(error, std::generic_category(), state_->path + " could not be written");
  }
}

void Recorder::run(int timeout) {
  state_->recorder.run(timeout);
  check();
}

void Recorder::finish() {
  state_->recorder.finish();
  check();
}

std::uint64_t Recorder::size() const {
  return state_->recorder.size();
}
std::uint64_t Recorder::samples() const {
  return state_->recorder.samples();
}
std::uint64_t Recorder::lost() const {
  return state_->recorder.lost();
}
std::uint64_t Recorder::lost_samples() const {
  return state_->recorder.lost_samples();
}

}  // namespace perf::api
