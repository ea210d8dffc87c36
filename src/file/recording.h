// One perf.data file in file mode: its header, events and features, and its records in chunks that
// any number of threads may read at once. It applies nothing and keeps no record.
#pragma once

#include <string>

#include "file/features.h"
#include "records/record.h"

namespace perf::file {

class Recording {
 public:
  static base::Result<Recording> open(const std::string& path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] const Features& features() const { return features_; }
  [[nodiscard]] const event::EventSet& events() const { return events_; }
  [[nodiscard]] const bytes::InputFile& file() const { return file_; }
  [[nodiscard]] Section data() const { return header_.data; }

  // Fills `buffer` from `offset` of the file, up to the end of the data.
  base::Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> buffer) const;

  void close() { file_.close(); }

 private:
  void name_events();

  std::string path_;
  bytes::InputFile file_;
  Header header_;
  Features features_;
  event::EventSet events_;
};

}  // namespace perf::file
