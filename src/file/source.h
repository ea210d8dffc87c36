// Where a recording's bytes lie: pieces of one or several files, one after the other under offsets
// of the recording. An ordinary file is one piece, whose offsets are the file's. It knows nothing
// of what the bytes mean.
#pragma once

#include <string>
#include <vector>

#include "bytes/input_file.h"

namespace perf::file {

struct Section {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;

  [[nodiscard]] std::uint64_t end() const { return offset + size; }
};

class Source {
 public:
  // Returns the file's number.
  std::size_t add_file(bytes::InputFile file) {
    files_.push_back(std::move(file));
    return files_.size() - 1;
  }
  // `where` lies behind every piece before it, `from` says where in the file it begins.
  void add_piece(const Section& where, std::size_t file, std::uint64_t from) {
    pieces_.push_back({where, file, from});
  }
  // Nothing of the pieces is left from `offset` on.
  void cut(std::uint64_t offset);

  [[nodiscard]] const bytes::InputFile& file(std::size_t number) const { return files_[number]; }
  void close();

  // Fills `buffer` from `offset` on; less only where the pieces end.
  base::Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> buffer) const;

 private:
  struct Piece {
    Section where;
    std::size_t file = 0;
    std::uint64_t from = 0;
  };

  std::vector<bytes::InputFile> files_;
  std::vector<Piece> pieces_;
};

}  // namespace perf::file
