#include "api/session.h"

#include "api/error.h"
#include "api/header.h"
#include "api/world.h"
#include "records/parse.h"
#include "samples/quick.h"
#include "session/ordered.h"
#include "session/scan.h"
#include "session/search_options.h"

namespace perf::api {
namespace {

// The event of a record, if the record fits its kind.
std::optional<std::uint32_t> event_of(const records::RawRecord& record,
                                      const event::EventSet& events,
                                      const std::vector<samples::QuickReader>& readers) {
  if (record.type == event::record_sample) {
    const std::uint32_t event = events.of_sample(record.body);
    const bool fits = event < readers.size() && readers[event].read(record).ok;
    return fits ? std::optional(event) : std::nullopt;
  }
  const auto body = records::parse(record, events.common_layout());
  if (!body) return std::nullopt;
  if (const auto* stat = std::get_if<records::Stat>(&*body)) return events.of_id(stat->id);
  return record.type < event::record_user_start ? events.of_trailer(record.body) : base::no_index;
}

}  // namespace

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
  auto scanned = session::scan(*recording_, options, never);
  if (!scanned) raise(scanned.error(), data.path_);
  scan_ = std::make_unique<const session::Scan>(std::move(scanned).value());
  world_ =
      std::make_shared<const World>(recording_->events(), scan_->machine,
                                    event::parse_tracing_data(recording_->features().tracing_data));
}

Session::~Session() = default;

Thread Session::find_thread(int pid, int tid) const {
  const auto wanted = static_cast<std::uint32_t>(tid == -1 ? pid : tid);
  machine::Window window;
  const machine::Machine& machine = world_->machine();
  const machine::ThreadLife* life = machine.threads().at(wanted, base::order_max, window);
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
  if (!life->comms.empty()) comm = machine.comm(life->comms.back().second);
  return {static_cast<std::int32_t>(life->pid), static_cast<std::int32_t>(life->tid),
          static_cast<std::int32_t>(life->ppid), std::move(comm)};
}

Cursor Session::events() const {
  return {recording_, world_};
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
  DamageItems items;
  for (const session::Damage& damage : scan_->damage.list()) {
    items.push_back(
        {base::sentence(damage.error, recording_->path()), damage.error.offset, damage.bytes});
  }
  return items;
}

unsigned Session::e_machine() const {
  return machine_of(recording_->features());
}
bool Session::is_64_bit() const {
  return has_64_bits(recording_->features());
}

Cursor::Cursor(std::shared_ptr<const file::Recording> recording, std::shared_ptr<const World> world)
    : recording_(std::move(recording)),
      world_(std::move(world)),
      records_(std::make_unique<session::Ordered>(*recording_)),
      record_(std::make_unique<records::RawRecord>()) {
  for (const event::Event& event : world_->events()) readers_.emplace_back(event.layout);
}

Cursor::Cursor(Cursor&& other) noexcept = default;
Cursor::~Cursor() = default;

const EventSource* Cursor::next() {
  base::OrderKey key;
  while (records_->next(*record_, key)) {
    const auto event = event_of(*record_, world_->events(), readers_);
    if (!event) continue;
    source_ = {&world_,
               record_.get(),
               key.time,
               *event,
               record_->type,
               record_->body.size(),
               kind_of(record_->type)};
    return &source_;
  }
  if (records_->error()) raise(*records_->error(), recording_->path());
  return nullptr;
}

}  // namespace perf::api
