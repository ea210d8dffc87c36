// Takes out of a recording what tells of its user and not of its performance: the contents of
// stacks, host name, command line, the directories of files, names of control groups, the texts in
// tracepoints. Records go through one by one; the same name always becomes the same other one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "event/trace_format.h"
#include "file/recording.h"

namespace perf::session {

class Anonymous {
 public:
  explicit Anonymous(const file::Recording& recording);

  // The record without what it should not tell; its bytes are valid until the next call.
  records::RawRecord operator()(const records::RawRecord& record);
  void clean(file::Features& features);

 private:
  void clean_sample(const records::RawRecord& record);
  void rename(const records::RawRecord& record, std::string_view name, const std::string& other);
  std::string file_name(std::string_view path);
  static std::string numbered(std::map<std::string, std::size_t, std::less<>>& known,
                              std::string_view name, const char* prefix);

  const event::EventSet& events_;
  event::TracingData tracing_;
  std::map<std::string, std::size_t, std::less<>> directories_, cgroups_;
  std::vector<std::uint8_t> body_;  // of the record at hand
};

}  // namespace perf::session
