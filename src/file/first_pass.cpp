#include "file/first_pass.h"

#include <algorithm>

#include "file/old_dialect.h"
#include "file/record_walk.h"
#include "file/resume.h"
#include "file/swap.h"

namespace perf::file {
namespace {

using base::Code;
using base::Result;
using records::RawRecord;

constexpr std::size_t beginning = std::size_t{256} << 10;

// The records as far as they are known without events.
class Unprepared {
 public:
  Unprepared(const Source& source, bool foreign) : source_(source), foreign_(foreign) {}

  void speak_old_dialect() { old_dialect_ = true; }
  [[nodiscard]] bool old_dialect() const { return old_dialect_; }

  Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> buffer) const {
    const auto got = source_.read(offset, buffer);
    if (got && foreign_) Swapper(nullptr, old_dialect_).swap(buffer.first(*got));
    return got;
  }
  Result<std::uint64_t> resume(std::uint64_t offset, std::uint64_t end) const {
    return file::resume(source_, foreign_, offset, end);
  }
  [[nodiscard]] std::uint64_t stride(const RawRecord& record) const {
    return old_dialect_ && old_feature(record.type) != 0 ? record.size() : records::stride(record);
  }

 private:
  const Source& source_;
  bool foreign_;
  bool old_dialect_ = false;
};

class Pass {
 public:
  Pass(Source& source, const Section& data, bool foreign, HeaderRecords* header)
      : source_(source),
        records_(source, foreign),
        data_(data),
        foreign_(foreign),
        header_(header),
        next_(data.offset) {}

  Result<FirstPass> run() {
    if (header_ != nullptr) {
      if (const auto told = find_dialect(); !told) return told.error();
    }
    RecordWalk walk(records_);
    const auto end = walk.walk(data_.offset, data_.size, out_.damage,
                               [this](const RawRecord& record) { visit(record); });
    if (!end) return end.error();
    if (error_) return *error_;
    end_section(next_);
    if (unpacker_) return with_unpacked();
    return std::move(out_);
  }

 private:
  Result<void> find_dialect() {
    std::vector<std::uint8_t> first(std::min<std::uint64_t>(data_.size, 256));
    const auto got = records_.read(data_.offset, first);
    if (!got) return got.error();
    if (begins_old_dialect(bytes::View(first).first(*got))) records_.speak_old_dialect();
    return {};
  }

  void visit(const RawRecord& record) {
    if (error_) return;
    if (record.offset != next_) end_section(next_);
    if (begin_ == none) begin_ = record.offset;
    next_ = record.offset + records_.stride(record);
    const unsigned feature = records_.old_dialect() ? old_feature(record.type) : 0;
    if (feature != 0) {
      remove(record, std::string("OLD_") + feature_name(feature), 0);
      if (!header_->take_old(feature, record.body)) note(record);
    } else if (record.type == event::record_compressed) {
      unpack(record, 0);
    } else if (record.type == event::record_compressed2) {
      unpack(record, sizeof(std::uint64_t));
    } else {
      keep(record);
    }
  }

  void keep(const RawRecord& record) {
    const std::uint64_t payload = records::payload_size(record);
    if (header_ != nullptr && record.type >= event::record_user_start) {
      const bool wanted = record.type == event::record_header_tracing_data;
      const auto behind = bytes_at(record.offset + record.size(), wanted ? payload : 0);
      if (!header_->take(record, behind)) note(record);
    }
    if (!unpacker_) return;
    for (std::uint64_t done = 0; !error_ && done < record.size() + payload;) {
      const std::uint64_t piece =
          std::min<std::uint64_t>(record.size() + payload - done, beginning);
      const auto bytes = bytes_at(record.offset + done, piece);
      if (bytes.empty()) return;
      check(unpacker_->copy(bytes, record.offset + done));
      done += bytes.size();
    }
  }

  void unpack(const RawRecord& record, std::size_t head) {
    remove(record, event::record_name(record.type), record.type);
    if (!unpacker_) {
      auto made = Unpacker::create(record.offset, foreign_);
      if (!made) return check(made.error());
      unpacker_.emplace(std::move(*made));
    }
    bytes::View data = record.body.subspan(std::min(head, record.body.size()));
    if (head != 0) data = exactly(record, data);
    check(unpacker_->unpack(data, record.offset, out_.damage,
                            [this](std::span<std::uint8_t> whole) { visit_unpacked(whole); }));
  }

  // COMPRESSED2 says how much of it is data, which may be more than its header's size can say.
  bytes::View exactly(const RawRecord& record, bytes::View data) {
    bytes::Cursor in(record.body);
    const auto size = in.read<std::uint64_t>();
    if (size <= data.size()) return data.first(size);
    if (records::payload_size(record) == 0) {
      note(record);
      return {};
    }
    return bytes_at(record.offset + record.size() - data.size(), size);
  }

  void visit_unpacked(std::span<std::uint8_t> whole) {
    if (header_ == nullptr) return;
    scratch_.assign(whole.begin(), whole.end());
    if (foreign_) Swapper(nullptr).swap(scratch_);
    const RawRecord record = records::record_at(scratch_, 0, next_);
    if (record.type < event::record_user_start) return;
    if (!header_->take(record, {})) note(record);
  }

  Result<FirstPass> with_unpacked() {
    if (unpacker_->left() != 0) {
      out_.damage.add({Code::truncated, next_, sizeof(records::Header)}, unpacker_->left());
    }
    const Section written = unpacker_->written();
    std::erase_if(out_.sections,
                  [&](const Section& section) { return section.offset >= written.offset; });
    if (written.size != 0) out_.sections.push_back(written);
    out_.origins = unpacker_->origins();
    auto file = std::move(*unpacker_).file();
    if (!file) return file.error();
    source_.cut(written.offset);
    source_.add_piece(written, source_.add_file(std::move(*file)), 0);
    return std::move(out_);
  }

  void remove(const RawRecord& record, const std::string& name, std::uint32_t type) {
    end_section(record.offset);
    const auto known = std::find_if(out_.removed.begin(), out_.removed.end(),
                                    [&](const Removed& other) { return other.name == name; });
    if (known == out_.removed.end())
      out_.removed.push_back({name, type, 1});
    else
      ++known->count;
  }

  void end_section(std::uint64_t end) {
    if (begin_ != none && end > begin_) out_.sections.push_back({begin_, end - begin_});
    begin_ = none;
  }

  // In a buffer that the next call uses again.
  bytes::View bytes_at(std::uint64_t offset, std::uint64_t size) {
    buffer_.resize(static_cast<std::size_t>(size));
    const auto got = source_.read(offset, buffer_);
    if (!got) check(got.error());
    return bytes::View(buffer_).first(got ? *got : 0);
  }

  void note(const RawRecord& record) {
    out_.damage.add({Code::bad_record, record.offset, record.type}, record.size());
  }

  void check(const Result<void>& result) {
    if (!result) error_ = result.error();
  }

  static constexpr std::uint64_t none = ~0ULL;

  Source& source_;
  Unprepared records_;
  Section data_;
  bool foreign_;
  HeaderRecords* header_;
  std::uint64_t begin_ = none;  // of the section that is being walked
  std::uint64_t next_;
  std::optional<Unpacker> unpacker_;  // from the first compressed record on
  std::vector<std::uint8_t> buffer_, scratch_;
  FirstPass out_;
  std::optional<base::Error> error_;
};

}  // namespace

Result<FirstPass> first_pass(Source& source, const Section& data, bool foreign,
                             HeaderRecords* header) {
  return Pass(source, data, foreign, header).run();
}

Result<void> read_updates(const Source& source, const Section& data, bool foreign,
                          HeaderRecords& header) {
  std::vector<std::uint8_t> buffer(std::min<std::uint64_t>(data.size, beginning));
  const auto got = Unprepared(source, foreign).read(data.offset, buffer);
  if (!got) return got.error();
  const bytes::View bytes = bytes::View(buffer).first(*got);
  for (std::uint64_t at = 0; at < bytes.size();) {
    const RawRecord record = records::record_at(bytes, at, data.offset + at);
    if (record.type == 0 || record.type == event::record_sample) break;
    const bool told = record.type == event::record_event_update ||
                      record.type == event::record_header_tracing_data;
    if (told) (void)header.take(record, {});
    at += records::stride(record);
  }
  return {};
}

}  // namespace perf::file
