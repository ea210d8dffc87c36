// Writes a perf.data file of this machine's byte order, for files and pipes, compressed or not. It
// takes records as they come and keeps none; which ones, and in what order, is the caller's
// business.
#pragma once

#include <optional>
#include <span>

#include "bytes/output_file.h"
#include "bytes/zstd_writer.h"
#include "file/features.h"
#include "records/record.h"

namespace perf::file {

struct WriteOptions {
  bool pipe = false;   // what a pipe holds; anything but a regular file gets that in any case
  int level = 0;       // of zstd compression; 0: none
  bool grows = false;  // under its own name, readable up to the last flush() without finish()
};

class Writer {
 public:
  // "-" is the standard output.
  Writer(const std::string& path, const WriteOptions& options);

  // First of all. A pipe's features are written here, without the build ids and times that are
  // known only later.
  void begin(const event::EventSet& events, const Features& features);
  void add(const records::RawRecord& record);
  // Whole kernel records, one after the other.
  void add_records(bytes::View records);
  // Hands on what is complete, and says in the header of a file that grows how much there is.
  void flush();
  // What lies behind the record that was added last.
  void add_payload(bytes::View piece) { out_.append(piece); }
  // Last of all: now the file's features are written, and it takes its name.
  void finish(const event::EventSet& events, Features features);

  [[nodiscard]] bool pipe() const { return options_.pipe; }
  [[nodiscard]] std::uint64_t size() const { return out_.size(); }
  [[nodiscard]] int error() const { return out_.error(); }  // errno
  [[nodiscard]] bool ok() const { return out_.ok(); }

 private:
  void begin_file(const event::EventSet& events);
  void begin_pipe(const event::EventSet& events, const Features& features);
  void add_name(const event::Event& event);
  void add_feature(unsigned number, const Features& features);
  void add_build_ids(const Features& features);
  void add_tracing_data(const Features& features);
  void put_record(std::uint32_t type, std::uint16_t misc, bytes::View body);
  void compress();
  void write_header(std::uint64_t data_size, std::uint64_t mark,
                    std::span<const std::uint64_t> feature_bits);
  void finish_features(const Features& features);
  [[nodiscard]] std::vector<std::uint8_t> auxtrace_index() const;

  WriteOptions options_;
  bytes::OutputFile out_;
  std::optional<bytes::ZstdWriter> zstd_;
  bytes::Builder waiting_;  // records to be compressed
  std::uint64_t plain_ = 0, packed_ = 0;
  Section attrs_;
  std::uint64_t attr_entry_ = 0;
  std::uint64_t data_ = 0;  // where it begins
  struct AuxtraceEntry {
    std::uint64_t offset, size;
  };
  std::vector<AuxtraceEntry> auxtrace_;
};

}  // namespace perf::file
