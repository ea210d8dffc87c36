// A file being written from its beginning to its end. A regular file comes into being whole, if it
// is written beside its name and takes it with commit(), so that whatever fails leaves what was
// there; or it grows under its name, for those who want what there is of it. A failed write is kept
// and ends the writing; what the bytes mean is the callers' business.
#pragma once

#include <string>
#include <vector>

#include "bytes/cursor.h"

namespace perf::bytes {

class OutputFile {
 public:
  enum class Grows : std::uint8_t { beside, in_place };

  // "-" is the standard output. error() tells whether it could be opened.
  explicit OutputFile(std::string path, Grows grows = Grows::beside);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();  // without commit() nothing is left beside

  // False of pipes and devices, where what is written is gone.
  [[nodiscard]] bool seekable() const { return seekable_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] bool ok() const { return error_ == 0; }
  [[nodiscard]] int error() const { return error_; }  // errno

  void append(View bytes);
  // Over what is already there.
  void write_at(std::uint64_t offset, View bytes);
  void commit();
  // Hands everything on to the system.
  void flush();
  // Ends the writing for a reason of the caller's, an errno.
  void fail(int error) { error_ = error; }

 private:
  void open_beside();

  std::string path_, temporary_;
  int descriptor_ = -1;
  bool owned_ = true, seekable_ = false;
  int error_ = 0;
  std::uint64_t size_ = 0;  // with what is buffered
  std::vector<std::uint8_t> buffer_;
};

}  // namespace perf::bytes
