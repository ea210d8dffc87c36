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
  Scanner(const file::Recording& recording, const std::atomic<bool>& stop)
      : recording_(recording), stop_(stop) {
    out_.lost_by_event.resize(recording.events().size());
    out_.samples_by_event.resize(recording.events().size());
  }

  base::Result<void> walk() {
    ChunkReader reader(recording_);
    const file::Section data = recording_.data();
    // Chunk-sized walks, so that the stop flag is seen; a chunk ends at the first record past it.
    chunk_.offset = data.offset;
    const auto end = reader.walk(data.offset, data.size, out_.damage,
                                 [this](const records::RawRecord& record) { visit(record); });
    if (!end) return end.error();
    finish_chunk(*end);
    return stop_ ? base::Result<void>(base::Code::cancelled) : base::Result<void>();
  }

  Scan finish(std::shared_ptr<const symbols::SearchOptions> options) {
    auto machine = std::make_shared<machine::Machine>(std::move(options));
    for (const file::RecordedBuildId& known : recording_.features().build_ids) {
      machine->objects().note_build_id(known.filename, symbols::BuildId::from(known.id));
    }
    std::sort(sideband_.begin(), sideband_.end(),
              [](const Sideband& a, const Sideband& b) { return a.key < b.key; });
    for (const Sideband& record : sideband_) apply(*machine, record);
    machine->seal();
    out_.machine = std::move(machine);
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
    if (record.type == event::record_sample) {
      ++chunk_.samples;
      const std::uint32_t event = recording_.events().of_sample(record.body);
      if (event < out_.samples_by_event.size()) ++out_.samples_by_event[event];
    } else if (changes_world(record.type)) {
      keep(record);
    } else if (record.type == event::record_lost || record.type == event::record_lost_samples) {
      count_lost(record);
    }
  }

  void finish_chunk(std::uint64_t end) {
    chunk_.size = end - chunk_.offset;
    if (chunk_.size != 0) out_.chunks.push_back(chunk_);
    chunk_ = {end, 0, 0};
  }

  void keep(const records::RawRecord& record) {
    const base::OrderKey key = recording_.events().ordered() ? records::order_key(record, layout())
                                                             : base::OrderKey{0, record.offset};
    sideband_.push_back({key, record.type, record.misc, arena_.size(), record.body.size()});
    arena_.insert(arena_.end(), record.body.begin(), record.body.end());
  }

  void count_lost(const records::RawRecord& record) {
    const auto body = records::parse(record, layout());
    if (!body) return out_.damage.add(body.error(), record.size());
    if (const auto* lost = std::get_if<records::Lost>(&*body)) out_.lost_events += lost->lost;
    const auto* samples = std::get_if<records::LostSamples>(&*body);
    if (samples == nullptr) return;
    out_.lost_samples += samples->lost;
    const std::uint32_t event = recording_.events().of_trailer(record.body);
    if (event < out_.lost_by_event.size()) out_.lost_by_event[event] += samples->lost;
  }

  void apply(machine::Machine& machine, const Sideband& record) {
    const records::RawRecord raw{record.type, record.misc, record.key.offset,
                                 bytes::View(arena_).subspan(record.at, record.size)};
    const auto body = records::parse(raw, layout());
    if (!body) return out_.damage.add(body.error(), raw.size());
    machine.apply(*body, raw, record.key);
  }

  [[nodiscard]] const event::Layout& layout() const { return recording_.events().common_layout(); }

  const file::Recording& recording_;
  const std::atomic<bool>& stop_;
  Scan out_;
  Chunk chunk_;
  std::vector<Sideband> sideband_;
  std::vector<std::uint8_t> arena_;
};

}  // namespace

base::Result<Scan> scan(const file::Recording& recording,
                        std::shared_ptr<const symbols::SearchOptions> options,
                        const std::atomic<bool>& stop) {
  if (recording.events().empty()) return base::Code::bad_header;
  Scanner scanner(recording, stop);
  if (const auto walked = scanner.walk(); !walked) return walked.error();
  Scan out = scanner.finish(std::move(options));
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
