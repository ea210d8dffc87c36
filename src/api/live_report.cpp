#include "api/live_report.h"

#include <stdexcept>

#include "api/histograms.h"
#include "api/live_settings.h"
#include "api/text_settings.h"
#include "session/report.h"

namespace perf::api {
namespace {

session::Weighing weighing_of(const std::string& name, double seconds) {
  using Kind = session::Weighing::Kind;
  if (name == "all") return {Kind::all, 0};
  if (name == "decay") return {Kind::decay, 0};
  if (name == "last") return {Kind::last, seconds};
  throw std::invalid_argument("what was counted is weighed by all, decay or last, not '" + name +
                              "'");
}

}  // namespace

struct LiveReport::State {
  State(std::shared_ptr<live::Evlist> events, const session::LiveOptions& options)
      : list(std::move(events)),
        profile(*list, options),
        histograms(profile.events(), {}, profile.gate()) {
    profile.start();
  }

  std::shared_ptr<live::Evlist> list;
  session::LiveProfile profile;
  Histograms histograms;
};

// NOLINTBEGIN(performance-unnecessary-value-param): SWIG sees numbers in their place
LiveReport::LiveReport(const Evlist& evlist, ReportNames settings) {
  auto list = evlist.shared_list();
  const std::scoped_lock lock(list->mutex);
  if (!list->rings()) throw std::invalid_argument("a live report needs mmap() first");
  state_.reset(new State(std::move(list), live_options(settings)));
}

int LiveReport::write(int fd, ReportNames settings) const {
  return session::write_live_report(fd, state_->profile, report_options(settings));
}
// NOLINTEND(performance-unnecessary-value-param)

LiveReport::~LiveReport() = default;

HeaderItems LiveReport::counts() const {
  const session::LiveCounts counts = state_->profile.counts();
  return {{"samples", counts.samples},
          {"unresolved", counts.unresolved},
          {"truncated", counts.truncated},
          {"idle", counts.idle},
          {"lost", counts.lost},
          {"throttled", counts.throttled},
          {"rate_limit", counts.rate_limit},
          {"unknown", counts.unknown},
          {"by_cpu", counts.by_cpu},
          {"done", std::uint64_t{state_->profile.done()}}};
}

ReportNames LiveReport::events() const {
  ReportNames names;
  for (const event::Event& event : state_->profile.events()) names.push_back(event.name);
  return names;
}

void LiveReport::show(const std::string& weighing, double seconds) {
  state_->profile.show(weighing_of(weighing, seconds));
}

ReportView LiveReport::view(std::uint32_t event, const std::string& keys,
                            const ReportNames& filters, bool children, bool inverted,
                            double percent_limit) const {
  if (event >= state_->profile.events().size()) throw std::out_of_range("no such event");
  return state_->histograms.view(state_->profile.profile(), {event, keys, filters, children},
                                 inverted, percent_limit);
}

void LiveReport::set_counting(bool on) {
  state_->profile.set_counting(on);
}

void LiveReport::clear() {
  state_->profile.clear();
}

void LiveReport::stop() {
  state_->profile.stop();
}

}  // namespace perf::api
