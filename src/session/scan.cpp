#include "session/scan.h"

#include <algorithm>

#include "records/parse.h"
#include "session/chunk_reader.h"

namespace perf::session {
namespace {

// A chunk, which ends with the record that reaches this, fits into a reader's buffer.
constexpr std::uint64_t chunk_target = block_size;

// A record that changes the world, with a copy of its bytes.
struct Sideband {
  base::OrderKey key;
  std::uint32_t type;
  std::uint16_t misc;
  std::size_t at, size;  // in the arena
};

bool changes_world(std::uint32_t type) {
  switch (type) {
    case event::record_mmap:
    case event::record_mmap2:
    case event::record_comm:
    case event::record_fork:
    case event::record_exit:
    case event::record_ksymbol:
      return true;
    default:
      return false;
  }
}

class Scanner {
 public:
  Scanner(const file::Recording& recording, std::shared_ptr<const symbols::SearchOptions> options,
          ScanFor purpose, const std::atomic<bool>& stop)
      : recording_(recording),
        machine_(std::make_shared<machine::Machine>(std::move(options))),
        kernel_wanted_(purpose == ScanFor::symbols),
        stop_(stop) {
    if (purpose == ScanFor::counts) out_.samples_by_event.resize(recording.events().size());
    for (const file::RecordedBuildId& known : recording.features().build_ids) {
      machine_->objects().note_build_id(known.filename, symbols::BuildId::from(known.id));
    }
  }

  base::Result<void> walk() {
    ChunkReader reader(recording_);
    const file::Section data = recording_.data();
    // A chunk ends at the first record past its size.
    chunk_.offset = data.offset;
    const auto end = reader.walk(data.offset, data.size, out_.damage,
                                 [this](const records::RawRecord& record) { visit(record); });
    if (!end) return end.error();
    finish_chunk(*end);
    return stop_ ? base::Result<void>(base::Code::cancelled) : base::Result<void>();
  }

  Scan finish() {
    std::sort(sideband_.begin(), sideband_.end(),
              [](const Sideband& a, const Sideband& b) { return a.key < b.key; });
    for (const Sideband& record : sideband_) apply(record);
    machine_->seal();
    out_.machine = std::move(machine_);
    return std::move(out_);
  }

 private:
  void visit(const records::RawRecord& record) {
    if (record.offset - chunk_.offset >= chunk_target) finish_chunk(record.offset);
    ++out_.records;
    if (record.type < out_.counts.size() && event::record_name(record.type) != nullptr) {
      ++out_.counts[record.type];
    } else {
      ++out_.unknown_records;
    }
    if (changes_world(record.type)) {
      keep(record);
    } else if (record.type == event::record_lost || record.type == event::record_lost_samples) {
      count_lost(record);
    } else if (record.type == event::record_sample && !out_.samples_by_event.empty()) {
      const std::uint32_t event = recording_.events().of_sample(record.body);
      if (event < out_.samples_by_event.size()) ++out_.samples_by_event[event];
    }
  }

  void finish_chunk(std::uint64_t end) {
    chunk_.size = end - chunk_.offset;
    if (chunk_.size != 0) out_.chunks.push_back(chunk_);
    chunk_ = {end, 0};
  }

  void keep(const records::RawRecord& record) {
    const base::OrderKey key = recording_.events().ordered() ? records::order_key(record, layout())
                                                             : base::OrderKey{0, record.offset};
    sideband_.push_back({key, record.type, record.misc, arena_.size(), record.body.size()});
    arena_.insert(arena_.end(), record.body.begin(), record.body.end());
    if (kernel_wanted_ && record.cpumode() == event::misc_kernel) load_kernel(record);
  }

  void load_kernel(const records::RawRecord& record) {
    const auto body = records::parse(record, layout());
    if (!body) return;  // noted when it is applied
    auto kernel = machine_->kernel_of(*body, record);
    if (kernel == nullptr) return;
    kernel_wanted_ = false;
    out_.kernel_symbols =
        std::async(std::launch::async, [kernel = std::move(kernel)] { (void)kernel->symbols(); });
  }

  void count_lost(const records::RawRecord& record) {
    const auto body = records::parse(record, layout());
    if (!body) return out_.damage.add(body.error(), record.size());
    if (const auto* lost = std::get_if<records::Lost>(&*body)) out_.lost_events += lost->lost;
    if (const auto* samples = std::get_if<records::LostSamples>(&*body)) {
      out_.lost_samples += samples->lost;
    }
  }

  void apply(const Sideband& record) {
    const records::RawRecord raw{record.type, record.misc, record.key.offset,
                                 bytes::View(arena_).subspan(record.at, record.size)};
    const auto body = records::parse(raw, layout());
    if (!body) return out_.damage.add(body.error(), raw.size());
    machine_->apply(*body, raw, record.key);
  }

  [[nodiscard]] const event::Layout& layout() const { return recording_.events().common_layout(); }

  const file::Recording& recording_;
  std::shared_ptr<machine::Machine> machine_;
  bool kernel_wanted_;
  const std::atomic<bool>& stop_;
  Scan out_;
  Chunk chunk_;
  std::vector<Sideband> sideband_;
  std::vector<std::uint8_t> arena_;
};

}  // namespace

base::Result<Scan> scan(const file::Recording& recording,
                        std::shared_ptr<const symbols::SearchOptions> options, ScanFor purpose,
                        const std::atomic<bool>& stop) {
  if (recording.events().empty()) return base::Code::bad_header;
  Scanner scanner(recording, std::move(options), purpose, stop);
  if (const auto walked = scanner.walk(); !walked) return walked.error();
  Scan out = scanner.finish();
  if (recording.header().missing != 0) {
    const file::Section data = recording.data();
    if (out.damage.empty()) {
      out.damage.add({base::Code::truncated, data.offset + data.size, recording.header().missing},
                     recording.header().missing);
    }
  }
  return out;
}

}  // namespace perf::session
