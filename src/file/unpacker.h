// Writes one data section again without compression: the records that COMPRESSED ones hold, in
// order, between those that were not compressed. It decodes no record, and knows of each written
// byte where it came from.
#pragma once

#include <future>

#include "bytes/spool.h"
#include "bytes/zstd_stream.h"
#include "file/damage.h"
#include "file/source.h"
#include "records/record.h"

namespace perf::file {

// Where the written bytes come from: each stretch begins at `offset` and is as it lies at `origin`,
// or, `packed`, comes out of the record there.
struct Origin {
  std::uint64_t offset = 0;
  std::uint64_t origin = 0;
  bool packed = false;
};

class Unpacker {
 public:
  // What is written is put behind `begin`; `foreign` says that headers are in the other byte order.
  static base::Result<Unpacker> create(std::uint64_t begin, bool foreign);

  // A record and the bytes behind it as they lie in the file.
  base::Result<void> copy(bytes::View bytes, std::uint64_t offset);
  // Visits every record that becomes whole, as it was written; `data` comes from the record at
  // `offset`.
  template <class Visitor>
  base::Result<void> unpack(bytes::View data, std::uint64_t offset, DamageList& damage,
                            Visitor&& visit);

  // What was decompressed but is no whole record.
  [[nodiscard]] std::size_t left() const { return waiting_.size(); }
  [[nodiscard]] Section written() const { return {begin_, size_}; }
  [[nodiscard]] const std::vector<Origin>& origins() const { return origins_; }
  base::Result<bytes::InputFile> file() &&;

 private:
  Unpacker(bytes::Spool spool, std::uint64_t begin, bool foreign)
      : spool_(std::move(spool)), begin_(begin), foreign_(foreign) {}
  [[nodiscard]] std::size_t record_size(std::size_t at) const;
  void note(std::uint64_t offset, bool packed);
  base::Result<void> append(bytes::View bytes);
  base::Result<void> write_block();

  bytes::Spool spool_;
  std::vector<std::uint8_t> block_;          // of what comes next in the spool
  std::future<base::Result<void>> writing_;  // the one before, while the next is decompressed
  std::uint64_t size_ = 0;                   // of the spool with these
  bytes::ZstdStream stream_;
  std::uint64_t begin_;
  bool foreign_;
  std::vector<std::uint8_t> waiting_;
  std::vector<Origin> origins_;
};

template <class Visitor>
base::Result<void> Unpacker::unpack(bytes::View data, std::uint64_t offset, DamageList& damage,
                                    Visitor&& visit) {
  if (!stream_.decompress(data, waiting_)) {
    damage.add({base::Code::bad_compression, offset}, data.size());
  }
  note(offset, true);
  std::size_t at = 0;
  for (std::size_t size = record_size(at); size != 0; size = record_size(at)) {
    visit(std::span(waiting_).subspan(at, size));
    at += size;
  }
  const auto appended = append(bytes::View(waiting_).first(at));
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(at));
  if (waiting_.size() > 65536) {  // what it begins with is no record, nor will it be
    damage.add({base::Code::bad_record, offset}, waiting_.size());
    waiting_.clear();
  }
  return appended;
}

}  // namespace perf::file
