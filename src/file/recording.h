// One recording, whatever it lies in: a file, a pipe, a directory; of either byte order, compressed
// or not. It tells events and features, and gives records of this machine's order at offsets that
// any number of threads may read at once. It applies nothing and keeps no record.
#pragma once

#include <string>

#include "file/features.h"
#include "file/first_pass.h"
#include "records/record.h"

namespace perf::file {

class Recording {
 public:
  // "-" is the standard input; a `descriptor` other than -1 is read instead of the path.
  static base::Result<Recording> open(const std::string& path, int descriptor = -1);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] const Features& features() const { return features_; }
  [[nodiscard]] const event::EventSet& events() const { return events_; }
  [[nodiscard]] const bytes::InputFile& file() const { return source_.file(0); }

  // Where records lie, each section in an order of its own. In a file that needs no preparation
  // there is one, at the offset that it has in the file.
  [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
  // From the first to the last of them.
  [[nodiscard]] Section data() const;
  // FINISHED_ROUND orders all records: not so when several threads wrote files of their own.
  [[nodiscard]] bool has_rounds() const { return parts_.size() == 1; }
  // Those that are no longer among the records.
  [[nodiscard]] const std::vector<Removed>& removed() const { return removed_; }

  // What is wrong before any record is read.
  [[nodiscard]] const DamageList& damage() const { return damage_; }
  // The same damage at its offsets in the files.
  [[nodiscard]] DamageList located(const DamageList& damage) const;

  // Fills `buffer` from `offset`, which must be a record's, up to the end of the data.
  base::Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> buffer) const;
  // Where records go on after something that is none.
  [[nodiscard]] base::Result<std::uint64_t> resume(std::uint64_t offset, std::uint64_t end) const;

  [[nodiscard]] static std::uint64_t stride(const records::RawRecord& record) {
    return records::stride(record);
  }

  void close() { source_.close(); }

 private:
  // One file's share of the offsets.
  struct Part {
    std::uint64_t begin = 0;
    std::uint64_t shift = 0;  // from the file's offsets to the recording's
    std::vector<Origin> origins;
  };

  base::Result<void> open_main(bytes::InputFile file);
  base::Result<void> open_parts(const std::string& directory);
  base::Result<void> prepare(const Section& data, std::uint64_t shift, HeaderRecords* header);
  [[nodiscard]] std::uint64_t place(std::uint64_t offset) const;
  void name_events();
  [[nodiscard]] std::uint32_t like(const event::Attr& attr, std::uint32_t place) const;
  void update_events(const std::vector<EventUpdate>& updates);
  void group_events();

  std::string path_;
  Source source_;
  Header header_;
  Features features_;
  event::EventSet events_;
  std::vector<Section> sections_;
  std::vector<Part> parts_;
  std::vector<Removed> removed_;
  DamageList damage_;
};

}  // namespace perf::file
