#include "session/convert.h"

#include <unistd.h>

#include <algorithm>

#include "session/anonymous.h"
#include "session/ordered.h"
#include "session/progress.h"
#include "session/search_options.h"

namespace perf::session {
namespace {

// A reader sorts what lies between two rounds' ends.
constexpr std::uint64_t round_size = std::uint64_t{4} << 20;

// Records that the header says instead, or that no perf knows.
bool is_left_out(std::uint32_t type) {
  switch (type) {
    case event::record_header_attr:
    case event::record_header_event_type:
    case event::record_header_tracing_data:
    case event::record_header_build_id:
    case event::record_header_feature:
      return true;
    default:
      return event::record_name(type) == nullptr;
  }
}

class Conversion {
 public:
  Conversion(const file::Recording& recording, const Scan& scan, const std::string& to,
             const ConvertOptions& options)
      : recording_(recording),
        events_(recording.events()),
        stretches_(scan.stretches),
        options_(options),
        writer_(to, options.write) {
    for (const event::Event& event : events_) {
      readers_.emplace_back(event.layout);
      const auto& names = options.events;
      wanted_.push_back(names.empty() ||
                        std::find(names.begin(), names.end(), event.name) != names.end());
    }
    if (options.anonymous) anonymous_.emplace(recording);
  }

  base::Result<void> run(const std::atomic<bool>& stop) {
    file::Features features = recording_.features();
    if (anonymous_) anonymous_->clean(features);
    writer_.begin(events_, features);
    const file::Section data = recording_.data();
    Progress progress(STDERR_FILENO, options_.progress ? data.size : 0);
    Ordered records(recording_, stretches_);
    records::RawRecord record;
    base::OrderKey when;
    std::uint64_t count = 0;
    while (writer_.ok() && records.next(record, when)) {
      if (++count % 4096 == 0) progress.at(records.offset() - data.offset);
      if (takes(record)) add(record, when);
      if (stop) return base::Code::cancelled;
    }
    if (records.error()) return *records.error();
    end_round();
    if (features.has(file::feature_sample_time) && samples_ != 0) features.sample_time = times_;
    writer_.finish(events_, std::move(features));
    return {};
  }

  [[nodiscard]] const DamageList& damage() const { return damage_; }
  [[nodiscard]] std::uint64_t samples() const { return samples_; }
  [[nodiscard]] int write_error() const { return writer_.error(); }

 private:
  bool takes(const records::RawRecord& record) {
    return record.type == event::record_sample ? takes_sample(record) : !is_left_out(record.type);
  }

  bool takes_sample(const records::RawRecord& record) {
    const std::uint32_t number = events_.of_sample(record.body);
    if (number >= events_.size()) {
      damage_.add({base::Code::unknown_event, record.offset}, record.size());
      return false;
    }
    const samples::Quick sample = readers_[number].read(record);
    if (!sample.ok) {
      damage_.add({base::Code::bad_sample, record.offset}, record.size());
      return false;
    }
    if (!wanted_[number] || !options_.filter.passes(sample)) return false;
    times_.first = std::min(times_.first, sample.time);
    times_.second = std::max(times_.second, sample.time);
    ++samples_;
    return true;
  }

  void add(const records::RawRecord& record, base::OrderKey when) {
    // A reader takes a record without a time at once: before it, all that came until now.
    if (when.time == 0 && round_ != 0) {
      end_round();
      end_round();
    }
    writer_.add(anonymous_ ? (*anonymous_)(record) : record);
    const std::uint64_t payload = records::payload_size(record);
    add_payload(record, payload);
    if (when.time != 0) round_ += record.size() + payload;
    if (round_ >= round_size) end_round();
  }

  void add_payload(const records::RawRecord& record, std::uint64_t size) {
    for (std::uint64_t done = 0; done < size;) {
      buffer_.resize(std::min<std::uint64_t>(size - done, std::size_t{1} << 18));
      const auto got = recording_.read_as_written(record.offset + record.size() + done, buffer_);
      if (!got || *got == 0)
        return damage_.add({base::Code::truncated, record.offset}, size - done);
      writer_.add_payload(bytes::View(buffer_).first(*got));
      done += *got;
    }
  }

  // Without times in every record there is no order that an end could mean.
  void end_round() {
    if (events_.ordered()) writer_.add({event::record_finished_round, 0, 0, {}});
    round_ = 0;
  }

  const file::Recording& recording_;
  const event::EventSet& events_;
  const std::vector<file::Section>& stretches_;
  const ConvertOptions& options_;
  file::Writer writer_;
  std::optional<Anonymous> anonymous_;
  std::vector<samples::QuickReader> readers_;
  std::vector<bool> wanted_;  // by event
  std::pair<base::Time, base::Time> times_{~0ULL, 0};
  std::uint64_t samples_ = 0, round_ = 0;
  std::vector<std::uint8_t> buffer_;
  DamageList damage_;
};

// The number of the first wanted name that no event has.
std::optional<std::size_t> missing_event(const event::EventSet& events,
                                         const std::vector<std::string>& wanted) {
  const auto is_missing = [&](const std::string& name) {
    return std::none_of(events.begin(), events.end(),
                        [&](const event::Event& event) { return event.name == name; });
  };
  const auto missing = std::find_if(wanted.begin(), wanted.end(), is_missing);
  if (missing == wanted.end()) return std::nullopt;
  return static_cast<std::size_t>(missing - wanted.begin());
}

}  // namespace

base::Result<Outcome> convert(const std::string& from, const std::string& to,
                              const ConvertOptions& options, const std::atomic<bool>& stop) {
  const auto recording = file::Recording::open(from);
  if (!recording) return recording.error();
  if (const auto missing = missing_event(recording->events(), options.events)) {
    return base::Error{base::Code::no_such_event, base::no_offset, *missing};
  }
  const auto scanned = scan(*recording, search_options(*recording, {}), ScanFor::records, stop);
  if (!scanned) return scanned.error();
  Conversion conversion(*recording, *scanned, to, options);
  if (const auto ran = conversion.run(stop); !ran) return ran.error();
  Outcome outcome(*scanned);
  outcome.damage.add(recording->located(conversion.damage()));
  outcome.samples = conversion.samples();
  outcome.write_error = conversion.write_error();
  return outcome;
}

}  // namespace perf::session
