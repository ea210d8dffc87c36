#include "api/text.h"

#include <stdexcept>

#include "api/error.h"
#include "api/text_settings.h"
#include "session/facts.h"

namespace perf::api {
namespace {

// A command ends with its process; there is no one who could ask it to stop.
const std::atomic<bool> never{false};

HeaderItems items(const base::Result<session::Outcome>& result, const std::string& path) {
  if (!result) raise(result.error(), path);
  std::vector<std::string> sentences;
  for (const session::Damage& damage : result->damage.list()) {
    sentences.push_back(base::sentence(damage.error, path + damage.part));
  }
  return {{"samples", result->samples},
          {"unresolved", result->unresolved},
          {"lost_events", result->lost_events},
          {"lost_samples", result->lost_samples},
          {"recorded_samples", result->recorded_samples},
          {"unknown_records", result->unknown_records},
          {"damages", result->damage.count()},
          {"damaged_bytes", result->damage.bytes()},
          {"damage", std::move(sentences)},
          {"write_error", static_cast<std::uint64_t>(result->write_error)}};
}

}  // namespace

// NOLINTBEGIN(performance-unnecessary-value-param): see text.h
HeaderItems write_report(const std::string& path, int fd, ReportNames settings) {
  return items(session::write_report(fd, path, report_options(settings), never), path);
}

HeaderItems write_script(const std::string& path, int fd, ReportNames settings) {
  return items(session::write_script(fd, path, script_options(settings), never), path);
}

HeaderItems convert(const std::string& path, const std::string& to, ReportNames settings) {
  const session::ConvertOptions options = convert_options(settings);
  const auto outcome = session::convert(path, to, options, never);
  if (!outcome && outcome.error().code == base::Code::no_such_event) {
    throw std::invalid_argument(path + " has no event called '" +
                                options.events[outcome.error().value] + "'");
  }
  return items(outcome, path);
}
// NOLINTEND(performance-unnecessary-value-param)

HeaderItems write_facts(const std::string& path, int fd, const std::string& what) {
  using session::Facts;
  Facts facts{};
  if (what == "header")
    facts = Facts::header;
  else if (what == "full_header")
    facts = Facts::full_header;
  else if (what == "stats")
    facts = Facts::stats;
  else if (what == "tasks")
    facts = Facts::tasks;
  else if (what == "mmaps")
    facts = Facts::mmaps;
  else
    throw std::invalid_argument("there are no facts called '" + what + "'");
  return items(session::write_facts(fd, path, facts, never), path);
}

}  // namespace perf::api
