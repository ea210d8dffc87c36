#include "session/recorder.h"

#include <algorithm>

#include "live/cpus_and_threads.h"
#include "live/tracepoints.h"
#include "live/tracing_data.h"
#include "records/parse.h"
#include "session/live_events.h"
#include "session/running.h"
#include "session/system_features.h"

namespace perf::session {
namespace {

// What the kernel could not even put into a buffer, since the event was opened.
std::uint64_t lost_samples_of(const live::Evsel& evsel) {
  std::uint64_t lost = 0;
  if ((evsel.event.attr.read_format & event::format_lost) == 0) return lost;
  for (std::size_t cpu = 0; cpu < evsel.cpus().size(); ++cpu) {
    for (std::size_t thread = 0; thread < evsel.threads().size(); ++thread) {
      const auto count = evsel.read(cpu, thread);
      if (count) lost += count->lost;
    }
  }
  return lost;
}

}  // namespace

Recorder::Recorder(const live::Evlist& list, std::string path, RecorderOptions options)
    : pids_(list.processes()),
      rings_(list.rings()),
      options_(std::move(options)),
      events_(event_set(list)),
      path_(std::move(path)) {
  for (const auto& evsel : list.evsels) lost_before_.push_back(lost_samples_of(*evsel));
}

file::Features Recorder::features() {
  file::Features features = system_features();
  features.version = options_.version;
  features.cmdline = options_.cmdline;
  features.note(file::feature_version);
  features.note(file::feature_cmdline);
  for (std::uint32_t i = 0; i < events_.size(); ++i) {
    const event::Event& event = events_.at(i);
    const std::string& group = event.group_name.empty() ? "{anon_group}" : event.group_name;
    if (event.members > 1) features.groups.push_back({group, i, event.members});
    if (event.attr.branch_sample_type != 0) features.note(file::feature_branch_stack);
  }
  if (!features.groups.empty()) features.note(file::feature_group_desc);
  features.tracing_data = live::tracing_data(live::tracefs(), tracing_of(events_).formats);
  if (samples_ != 0) {
    features.sample_time = times_;
    features.note(file::feature_sample_time);
  }
  return features;
}

void Recorder::begin() {
  writer_.emplace(path_, options_.write);
  writer_->begin(events_, features());
  if (!options_.tail) add_running();
  writer_->flush();
}

void Recorder::add_running() {
  using Whom = RecorderOptions::Running;
  std::vector<int> pids = options_.running == Whom::measured ? pids_ : std::vector<int>();
  if (pids.empty() && options_.running != Whom::none) pids = live::processes();
  writer_->add_records(records_of({.pids = pids, .build_ids = options_.build_ids}, events_));
}

// Without times in every record there is no order that an end of a round could mean, and none is
// known before what comes at the end. Buffers that
// overwrite are written at last: they keep what is newest then.
void Recorder::write_round(bool last) {
  bool any = false;
  for (live::Ring& ring : rings_->all()) {
    if (ring.place().overwrites && !last) continue;
    drained_.clear();
    {
      const auto turn = rings_->turn();
      ring.drain(drained_);
    }
    if (drained_.empty()) continue;
    any = true;
    count(drained_);
    writer_->add_records(drained_);
  }
  if (!any) return;
  if (events_.ordered() && !options_.tail) writer_->add({event::record_finished_round, 0, 0, {}});
  writer_->flush();
}

// The samples of one buffer are in order: the first and the last of them tell the time.
void Recorder::count(bytes::View records) {
  records::RawRecord last;
  for (std::size_t at = 0; at < records.size();) {
    const records::RawRecord record = records::record_at(records, at, at);
    if (record.type == 0) break;
    at += record.size();
    if (record.type == event::record_sample) {
      ++samples_;
      if (last.type == 0) note_time(record);
      last = record;
    } else if (record.type == event::record_lost) {
      const auto body = records::parse(record, events_.layout_of_trailer(record.body));
      if (body) lost_records_ += std::get<records::Lost>(*body).lost;
    }
  }
  if (last.type != 0) note_time(last);
}

void Recorder::note_time(const records::RawRecord& sample) {
  const std::uint32_t event = events_.of_sample(sample.body);
  if (event >= events_.size()) return;
  const base::Time time = records::order_key(sample, events_.at(event).layout).time;
  times_.first = std::min(times_.first, time);
  times_.second = std::max(times_.second, time);
}

void Recorder::add_lost_samples() {
  for (std::uint32_t i = 0; i < lost_.size(); ++i) {
    if (lost_[i] == 0) continue;
    lost_samples_ += lost_[i];
    const event::Event& event = events_.at(i);
    const event::TrailerOffsets& trailer = event.layout.trailer;
    bytes::Builder body;
    body.put(lost_[i]).zeros(trailer.size);
    std::vector<std::uint8_t> bytes = body.take();
    const std::uint64_t id = event.ids.empty() ? 0 : event.ids.front();
    for (const std::uint16_t place : {trailer.id, trailer.identifier}) {
      if (place != event::absent) std::memcpy(&bytes[bytes.size() - place], &id, sizeof id);
    }
    writer_->add({event::record_lost_samples, 0, 0, bytes});
  }
}

void Recorder::stop(const live::Evlist& list) {
  lost_.clear();
  for (std::size_t i = 0; i < lost_before_.size(); ++i) {
    const std::uint64_t lost = lost_samples_of(*list.evsels[i]);
    lost_.push_back(lost - std::min(lost, lost_before_[i]));  // none once it is closed
  }
}

void Recorder::finish() {
  write_round(true);
  if (options_.tail) add_running();
  add_lost_samples();
  writer_->finish(events_, features());
}

}  // namespace perf::session
