#include "session/scan.h"

#include <algorithm>

#include "records/parse.h"
#include "samples/read_periods.h"
#include "session/chunk_reader.h"

namespace perf::session {
namespace {

// A chunk, which ends with the record that reaches this, fits into a reader's buffer.
constexpr std::uint64_t chunk_target = block_size;

constexpr std::size_t most_unknown_types = 1000;  // that are counted apart

// A record that later ones are read with, with a copy of its bytes.
struct Sideband {
  base::OrderKey key;
  std::uint32_t type;
  std::uint16_t misc;
  std::size_t at, size;  // in the arena
};

// The records that change the world, and the parts of chains that samples before them await.
bool is_sideband(std::uint32_t type) {
  return machine::Machine::concerns(type) || type == event::record_callchain_deferred;
}

bool is_header(std::uint32_t type) {
  switch (type) {
    case event::record_header_attr:
    case event::record_header_tracing_data:
    case event::record_header_build_id:
    case event::record_header_feature:
    case event::record_event_update:
      return true;
    default:
      return false;
  }
}

// A vmlinux under its path; modules have one too.
bool is_kernel_file(const file::RecordedBuildId& known) {
  return (known.misc & event::misc_cpumode_mask) == event::misc_kernel &&
         known.filename.starts_with('/') && known.filename.find(".ko") == std::string::npos;
}

// The recording as it is walked when samples need not be counted by event.
class Sidebands {
 public:
  explicit Sidebands(const file::Recording& recording) : recording_(recording) {}

  base::Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> buffer) const {
    return recording_.read_sideband(offset, buffer);
  }
  [[nodiscard]] base::Result<std::uint64_t> resume(std::uint64_t offset, std::uint64_t end) const {
    return recording_.resume(offset, end);
  }
  [[nodiscard]] static std::uint64_t stride(const records::RawRecord& record) {
    return records::stride(record);
  }

 private:
  const file::Recording& recording_;
};

class Scanner {
 public:
  Scanner(const file::Recording& recording, std::shared_ptr<const symbols::SearchOptions> options,
          ScanFor purpose, const std::atomic<bool>& stop)
      : recording_(recording),
        machine_(std::make_shared<machine::Machine>(std::move(options))),
        kernel_wanted_(purpose == ScanFor::symbols),
        stop_(stop) {
    if (purpose == ScanFor::counts) {
      out_.samples_by_event.resize(recording.events().size());
      out_.lost_by_event.resize(recording.events().size());
    }
    for (const file::RecordedBuildId& known : recording.features().build_ids) {
      const symbols::BuildId id = symbols::BuildId::from(known.id);
      machine_->objects().note_build_id(known.filename, id);
      if (is_kernel_file(known)) machine_->objects().note_kernel(known.filename, id);
    }
  }

  base::Result<void> walk() {
    return out_.samples_by_event.empty() ? walk(Sidebands(recording_)) : walk(recording_);
  }

  Scan finish() {
    std::sort(sideband_.begin(), sideband_.end(),
              [](const Sideband& a, const Sideband& b) { return a.key < b.key; });
    for (const Sideband& record : sideband_) apply(record);
    machine_->seal();
    deferred_->seal();
    out_.machine = std::move(machine_);
    out_.deferred = std::move(deferred_);
    out_.guests = std::move(guests_);
    return std::move(out_);
  }

 private:
  template <class Records>
  base::Result<void> walk(const Records& records) {
    file::RecordWalk<Records> reader(records);
    for (const file::Section& section : recording_.sections()) {
      chunk_.offset = stretch_.offset = section.offset;
      const auto end = reader.walk(
          section.offset, section.size, out_.damage,
          [this](const records::RawRecord& record) { visit(record); },
          [this](std::uint64_t from, std::uint64_t to) { finish_stretch(from, to); });
      if (!end) return end.error();
      finish_stretch(*end, *end);
    }
    for (const file::Removed& removed : recording_.removed()) {
      out_.records += removed.count;
      if (removed.type != 0) out_.counts[removed.type] += removed.count;
    }
    return stop_ ? base::Result<void>(base::Code::cancelled) : base::Result<void>();
  }

  void visit(const records::RawRecord& record) {
    if (record.offset - chunk_.offset >= chunk_target) finish_chunk(record.offset);
    count(record.type);
    if (record.type >= event::record_user_start) visit_user(record);
    if (is_sideband(record.type)) {
      keep(record);
    } else if (record.type == event::record_lost || record.type == event::record_lost_samples) {
      count_lost(record);
    } else if (record.type == event::record_sample && !out_.samples_by_event.empty()) {
      count_sample(record);
    } else if (record.type == event::record_read) {
      add_read(record);
    }
  }

  void add_read(const records::RawRecord& record) {
    const auto body = records::parse(record, layout(record.body));
    if (!body) return out_.damage.add(body.error(), record.size());
    const std::uint32_t event = recording_.events().of_trailer(record.body);
    if (event < recording_.events().size()) {
      out_.reads.add(std::get<records::Read>(*body), event, key_of(record));
    }
  }

  void count_sample(const records::RawRecord& record) {
    const event::EventSet& events = recording_.events();
    const std::uint32_t event = events.of_sample(record.body);
    if (event >= events.size()) return;
    if ((events.at(event).attr.sample_type & event::sample_read) == 0) {
      ++out_.samples_by_event[event];
      return;
    }
    const auto sample = samples::parse(record, events.at(event).layout);
    if (!sample) return;  // whoever reads samples notes it
    for (const auto& part : read_periods_.split(*sample, event, events)) {
      ++out_.samples_by_event[part.event];
    }
  }

  // They are few. What lies behind one does not go through the reader's buffer.
  [[gnu::cold]] void visit_user(const records::RawRecord& record) {
    const std::uint64_t next = record.offset + records::stride(record);
    if (next != record.offset + record.size()) finish_chunk(next);
    const auto body = records::parse(record, {});
    if (!body && !was_noted(record.type)) out_.damage.add(body.error(), record.size());
    if (!body) return;
    if (const auto* index = std::get_if<records::IdIndex>(&*body)) guests_->add(*index);
  }

  // What a pipe says of itself was read when it was opened.
  [[nodiscard]] bool was_noted(std::uint32_t type) const {
    return recording_.header().pipe && is_header(type);
  }

  void count(std::uint32_t type) {
    ++out_.records;
    if (type < out_.counts.size() && event::record_name(type) != nullptr) {
      ++out_.counts[type];
    } else {
      count_unknown(type);
    }
  }

  [[gnu::cold]] void count_unknown(std::uint32_t type) {
    ++out_.unknown_records;
    if (out_.unknown_counts.size() < most_unknown_types) ++out_.unknown_counts[type];
  }

  void finish_chunk(std::uint64_t end) {
    chunk_.size = end - chunk_.offset;
    if (chunk_.size != 0) out_.chunks.push_back(chunk_);
    chunk_ = {end, 0};
  }

  // Records end at `end` and go on at `next`.
  void finish_stretch(std::uint64_t end, std::uint64_t next) {
    finish_chunk(end);
    stretch_.size = end - stretch_.offset;
    if (stretch_.size != 0) out_.stretches.push_back(stretch_);
    chunk_.offset = next;
    stretch_ = {next, 0};
  }

  void keep(const records::RawRecord& record) {
    sideband_.push_back(
        {key_of(record), record.type, record.misc, arena_.size(), record.body.size()});
    arena_.insert(arena_.end(), record.body.begin(), record.body.end());
    if (kernel_wanted_ && record.cpumode() == event::misc_kernel) load_kernel(record);
  }

  void load_kernel(const records::RawRecord& record) {
    const auto body = records::parse(record, layout(record.body));
    if (!body) return;  // noted when it is applied
    auto kernel = machine_->kernel_of(*body, record);
    if (kernel == nullptr) return;
    kernel_wanted_ = false;
    out_.kernel_symbols =
        std::async(std::launch::async, [kernel = std::move(kernel)] { (void)kernel->symbols(); });
  }

  void count_lost(const records::RawRecord& record) {
    const auto body = records::parse(record, layout(record.body));
    if (!body) return out_.damage.add(body.error(), record.size());
    if (const auto* lost = std::get_if<records::Lost>(&*body)) out_.lost_events += lost->lost;
    if (const auto* samples = std::get_if<records::LostSamples>(&*body)) {
      out_.lost_samples += samples->lost;
      const std::uint32_t event = recording_.events().of_trailer(record.body);
      if (event < out_.lost_by_event.size()) out_.lost_by_event[event] += samples->lost;
    }
  }

  void apply(const Sideband& record) {
    const records::RawRecord raw{record.type, record.misc, record.key.offset,
                                 bytes::View(arena_).subspan(record.at, record.size)};
    const auto body = records::parse(raw, layout(raw.body));
    if (!body) return out_.damage.add(body.error(), raw.size());
    if (const auto* chain = std::get_if<records::CallchainDeferred>(&*body)) {
      const auto tid = records::parse_sample_id(raw, layout(raw.body)).tid;
      return deferred_->add(tid, record.key, *chain);
    }
    machine_->apply(*body, raw, record.key);
  }

  [[nodiscard]] base::OrderKey key_of(const records::RawRecord& record) const {
    return recording_.events().ordered() ? records::order_key(record, layout(record.body))
                                         : base::OrderKey{0, record.offset};
  }

  [[nodiscard]] const event::Layout& layout(bytes::View body) const {
    return recording_.events().layout_of_trailer(body);
  }

  const file::Recording& recording_;
  std::shared_ptr<machine::Machine> machine_;
  std::shared_ptr<samples::DeferredChains> deferred_ = std::make_shared<samples::DeferredChains>();
  std::shared_ptr<samples::Guests> guests_ = std::make_shared<samples::Guests>();
  bool kernel_wanted_;
  const std::atomic<bool>& stop_;
  Scan out_;
  samples::ReadPeriods read_periods_;
  Chunk chunk_;
  file::Section stretch_;
  std::vector<Sideband> sideband_;
  std::vector<std::uint8_t> arena_;
};

}  // namespace

base::Result<Scan> scan(const file::Recording& recording,
                        std::shared_ptr<const symbols::SearchOptions> options, ScanFor purpose,
                        const std::atomic<bool>& stop) {
  if (const auto ready = recording.ready(); !ready) return ready.error();
  if (recording.events().empty()) return base::Code::no_events;
  Scanner scanner(recording, std::move(options), purpose, stop);
  if (const auto walked = scanner.walk(); !walked) return walked.error();
  Scan out = scanner.finish();
  if (const std::uint64_t missing = recording.missing(); missing != 0 && out.damage.empty()) {
    out.damage.add({base::Code::truncated, recording.data().end(), missing}, missing);
  }
  DamageList damage = recording.damage();
  damage.add(recording.located(out.damage));
  out.damage = std::move(damage);
  return out;
}

}  // namespace perf::session
