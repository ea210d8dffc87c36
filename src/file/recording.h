// One recording, whatever it lies in: a file, a pipe, a directory; of either byte order, compressed
// or not. It tells events and features, and gives records of this machine's order at offsets that
// any number of threads may read at once. It applies nothing and keeps no record.
#pragma once

#include <memory>
#include <string>

#include "file/features.h"
#include "file/record_area.h"
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
  [[nodiscard]] const bytes::InputFile& file() const { return area_->source().file(0); }

  // Unpacks and puts together what has to be before records can be read, which may take its time;
  // who reads them calls it first, from any thread.
  [[nodiscard]] base::Result<void> ready() const;

  // Where records lie, each section in an order of its own. In a file that needs no preparation
  // there is one, at the offset that it has in the file.
  [[nodiscard]] const std::vector<Section>& sections() const { return area_->sections(); }
  // From the first to the last of them; before it is ready what the header says.
  [[nodiscard]] Section data() const;
  // FINISHED_ROUND orders all records: not so when several threads wrote files of their own.
  [[nodiscard]] bool has_rounds() const { return area_->parts() == 1; }
  // Those that are no longer among the records.
  [[nodiscard]] const std::vector<Removed>& removed() const { return area_->removed(); }

  // What is wrong in the header, and what was skipped to get ready.
  [[nodiscard]] DamageList damage() const;
  // Bytes of data that the header promises, that are not there, and that nobody has noted yet.
  [[nodiscard]] std::uint64_t missing() const;
  // The same damage at its offsets in the files.
  [[nodiscard]] DamageList located(const DamageList& damage) const;

  // Fills `buffer` from `offset`, which must be a record's, up to the end of the data.
  base::Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> buffer) const;
  // The same for who does not look into samples: of a foreign recording they stay foreign.
  base::Result<std::size_t> read_sideband(std::uint64_t offset,
                                          std::span<std::uint8_t> buffer) const;
  // The same of what is no record, as it lies there.
  base::Result<std::size_t> read_as_written(std::uint64_t offset,
                                            std::span<std::uint8_t> buffer) const {
    return area_->source().read(offset, buffer);
  }
  // Where records go on after something that is none.
  [[nodiscard]] base::Result<std::uint64_t> resume(std::uint64_t offset, std::uint64_t end) const;
  // From a record to the next one.
  [[nodiscard]] static std::uint64_t stride(const records::RawRecord& record) {
    return records::stride(record);
  }

  void close() { area_->source().close(); }

 private:
  base::Result<void> open_main(bytes::InputFile file);
  [[nodiscard]] base::Result<void> fill() const;
  [[nodiscard]] base::Result<void> fill_parts() const;
  [[nodiscard]] bool may_be_compressed() const;
  void name_events();
  [[nodiscard]] std::uint32_t like(const event::Attr& attr, std::uint32_t place) const;
  void update_events(const std::vector<EventUpdate>& updates);
  void group_events();

  std::string path_;
  bool is_directory_ = false;
  Header header_;
  Features features_;
  event::EventSet events_;
  DamageList damage_;
  std::unique_ptr<RecordArea> area_ = std::make_unique<RecordArea>();
};

}  // namespace perf::file
