#include "api/session.h"

#include <algorithm>

#include "api/damage.h"
#include "api/error.h"
#include "api/header.h"
#include "api/namer.h"
#include "file/architecture.h"
#include "records/parse.h"
#include "samples/quick.h"
#include "samples/read_periods.h"
#include "session/follow.h"
#include "session/read_ahead.h"
#include "session/scan.h"
#include "session/search_options.h"

namespace perf::api {

Thread::Thread(std::int32_t pid, std::int32_t tid, std::int32_t ppid,
               std::optional<std::string> comm)
    : pid_(pid), tid_(tid), ppid_(ppid), comm_(std::move(comm)) {}

std::int32_t Thread::pid() const {
  return pid_;
}
std::int32_t Thread::tid() const {
  return tid_;
}
std::int32_t Thread::ppid() const {
  return ppid_;
}
std::int32_t Thread::cpu() const {
  return -1;
}
OptionalOwnedText Thread::comm() const {
  return comm_;
}

Session::Session(const Data& data) : recording_(data.recording_) {
  if (!recording_) raise(data.error_, data.path_);
  const auto options = session::search_options(*recording_, {});
  const std::atomic<bool> never{false};
  auto scanned = session::scan(*recording_, options, session::ScanFor::records, never);
  if (!scanned) raise(scanned.error(), data.path_);
  scan_ = std::make_unique<const session::Scan>(std::move(scanned).value());
  world_ = std::make_shared<const World>(
      recording_->events(), scan_->machine, scan_->deferred, scan_->guests,
      event::parse_tracing_data(recording_->features().tracing_data), e_machine());
}

Session::~Session() = default;

Thread Session::find_thread(int pid, int tid) const {
  const auto wanted = static_cast<std::uint32_t>(tid == -1 ? pid : tid);
  machine::Window window;
  const machine::Machine& machine = world_->machine();
  base::OrderKey now = *now_;
  const machine::ThreadLife* life = machine.threads().at(wanted, now, window);
  if (life == nullptr) now = base::order_max;
  if (life == nullptr) {  // the last of that number, though it has ended
    for (const machine::ThreadLife& other : machine.threads().all()) {
      if (other.tid == wanted) life = &other;
    }
  }
  const bool other_process =
      life != nullptr && tid != -1 && life->pid != static_cast<std::uint32_t>(pid);
  if (life == nullptr || other_process) {
    throw TypeError("Failed to find thread " + std::to_string(static_cast<int>(wanted)));
  }
  std::optional<std::string> comm;
  const std::uint32_t name = life->comm_at(now, window);
  if (name != base::no_index) comm = machine.comm(name);
  return {static_cast<std::int32_t>(life->pid), static_cast<std::int32_t>(life->tid),
          static_cast<std::int32_t>(life->ppid), std::move(comm)};
}

Cursor Session::events() const {
  return {recording_, scan_->stretches, world_, Cursor::Samples::recorded, now_};
}

Cursor Session::deliveries() const {
  return {recording_, scan_->stretches, world_, Cursor::Samples::by_counter, now_};
}

Cursor Session::events_so_far(std::uint64_t skip) const {
  using Samples = Cursor::Samples;
  Cursor cursor(recording_, scan_->stretches, world_,
                is_finished() ? Samples::recorded : Samples::so_far, now_);
  cursor.skip(skip);
  return cursor;
}

OwnedBytes Session::read_trace(std::uint64_t position, std::uint64_t size) const {
  const file::Section data = recording_->data();
  if (position < data.offset || position >= data.end()) return {};
  OwnedBytes bytes(static_cast<std::size_t>(std::min(size, data.end() - position)));
  const auto got = recording_->read_as_written(position, bytes);
  if (!got) raise(got.error(), recording_->path());
  bytes.resize(*got);
  return bytes;
}

Evlist Session::evlist() const {
  return Evlist(world_);
}
HeaderItems Session::header() const {
  return header_items(recording_->features());
}
std::uint64_t Session::lost() const {
  return scan_->lost_events;
}
std::uint64_t Session::lost_samples() const {
  return scan_->lost_samples;
}

DamageItems Session::damage() const {
  return damage_items(scan_->damage, recording_->path());
}

unsigned Session::e_machine() const {
  return file::machine_of(recording_->features());
}
bool Session::is_finished() const {
  return session::Follow::is_finished(*recording_);
}
bool Session::is_64_bit() const {
  return file::has_64_bits(recording_->features());
}

namespace {

// The event that one of perf's own records is about, if it says one.
std::uint32_t event_told(const records::Body& body, const event::EventSet& events) {
  if (const auto* stat = std::get_if<records::Stat>(&body)) return events.of_id(stat->id);
  if (const auto* update = std::get_if<records::EventUpdate>(&body))
    return events.of_id(update->id);
  const auto* attr = std::get_if<records::HeaderAttr>(&body);
  return attr != nullptr && attr->ids.size() != 0 ? events.of_id(attr->ids[0]) : base::no_index;
}

}  // namespace

// What both threads of a cursor use: the one that reads ahead prepares, the other hands out.
struct Cursor::Reading {
  Reading(std::shared_ptr<const file::Recording> opened,
          const std::vector<file::Section>& stretches, std::shared_ptr<const World> told,
          session::Ordered::Until until)
      : recording(std::move(opened)),
        world(std::move(told)),
        namer(*world),
        records(
            *recording, stretches, until,
            [this](session::AheadRecord& ahead) { return prepare(ahead); },
            [this](session::AheadRecord& ahead) { look_up(ahead); }) {
    for (const event::Event& event : world->events()) readers.emplace_back(event.layout);
  }

  // Finds the record's event, if the record fits its kind.
  bool prepare(session::AheadRecord& ahead) {
    const event::EventSet& events = world->events();
    const records::RawRecord& record = ahead.record;
    if (record.type == event::record_sample) return prepare_sample(ahead);
    const auto body = records::parse(record, events.layout_of_trailer(record.body));
    if (!body) return false;
    ahead.event = record.type < event::record_user_start ? events.of_trailer(record.body)
                                                         : event_told(*body, events);
    return true;
  }

  bool prepare_sample(session::AheadRecord& ahead) {
    ahead.event = world->events().of_sample(ahead.record.body);
    if (ahead.event >= readers.size()) return false;
    const samples::Quick sample = readers[ahead.event].read(ahead.record);
    if (sample.ok && world->names_wanted()) {
      namer.prefetch(space_of(sample, ahead.key), sample.cpumode, sample.ip);
    }
    return sample.ok;
  }

  void look_up(session::AheadRecord& ahead) {
    if (ahead.record.type != event::record_sample || !world->names_wanted()) return;
    const samples::Quick sample = readers[ahead.event].read(ahead.record);
    const std::uint32_t space = space_of(sample, ahead.key);
    ahead.note = &namer.name(space, sample.cpumode, sample.ip, ahead.key);
  }

  void show(const session::AheadRecord& ahead);
  bool show_part();
  bool split(const session::AheadRecord& ahead);

  std::uint32_t space_of(const samples::Quick& sample, base::OrderKey when) {
    if (sample.cpumode == event::misc_kernel) return base::no_index;
    return namer.task(sample.pid, sample.tid, when).space;
  }

  std::shared_ptr<const file::Recording> recording;
  std::shared_ptr<const World> world;
  std::vector<samples::QuickReader> readers;  // by event
  Namer namer;
  EventSource source;
  bool by_counter = false;
  samples::ReadPeriods periods;
  std::span<const samples::ReadPeriods::Part> parts;  // of the sample at hand, still to be shown
  session::ReadAhead records;  // the last: its thread ends before what it uses does
};

Cursor::Cursor(std::shared_ptr<const file::Recording> recording,
               const std::vector<file::Section>& stretches, std::shared_ptr<const World> world,
               Samples samples, std::shared_ptr<base::OrderKey> now)
    : reading_(new Reading(std::move(recording), stretches, std::move(world),
                           samples == Samples::so_far ? session::Ordered::Until::last_round
                                                      : session::Ordered::Until::end)),
      now_(std::move(now)) {
  reading_->by_counter = samples == Samples::by_counter;
}

Cursor::Cursor(Cursor&& other) noexcept = default;
Cursor::~Cursor() = default;

void Cursor::Reading::show(const session::AheadRecord& ahead) {
  source = {&world,
            &ahead.record,
            ahead.key.time,
            ahead.event,
            ahead.record.type,
            ahead.record.body.size(),
            kind_of(ahead.record.type),
            static_cast<const Named*>(ahead.note),
            ahead.event,
            0,
            0};
}

// Makes the next of the samples that the one at hand stands for; false when there are no more.
bool Cursor::Reading::show_part() {
  if (parts.empty()) return false;
  const samples::ReadPeriods::Part part = parts.front();
  parts = parts.subspan(1);
  source.counter = part.event;
  source.counter_id = part.id;
  source.counter_period = part.period;
  return true;
}

// Whether a sample has counts, by which it is then shown.
bool Cursor::Reading::split(const session::AheadRecord& ahead) {
  if (!by_counter || ahead.record.type != event::record_sample) return false;
  const event::Event& event = world->events().at(ahead.event);
  if ((event.attr.sample_type & event::sample_read) == 0) return false;
  const auto sample = samples::parse(ahead.record, event.layout);
  if (!sample) return false;
  parts = periods.split(*sample, ahead.event, world->events());
  return true;
}

void Cursor::skip(std::uint64_t count) {
  while (count-- > 0 && reading_->records.next() != nullptr) continue;
}

const EventSource* Cursor::next() {
  while (!reading_->show_part()) {
    const session::AheadRecord* ahead = reading_->records.next();
    *now_ = ahead == nullptr ? base::order_max : ahead->key;
    if (ahead == nullptr) {
      const auto& error = reading_->records.error();
      if (error) raise(*error, reading_->recording->path());
      return nullptr;
    }
    reading_->show(*ahead);
    if (!reading_->split(*ahead)) break;
  }
  return &reading_->source;
}

}  // namespace perf::api
