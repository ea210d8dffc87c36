#include "file/old_dialect.h"

namespace perf::file {
namespace {

constexpr std::uint32_t first_type = 69;  // HOSTNAME, and then as the features are numbered
constexpr std::uint32_t end_type = first_type + feature_branch_stack - feature_hostname + 1;
constexpr std::size_t string_record_size = 76;

}  // namespace

// No record of today has that size. Either of the first two may be broken.
bool begins_old_dialect(bytes::View beginning) {
  const auto speaks_so = [&](std::size_t at) {
    const records::RawRecord record = records::record_at(beginning, at, 0);
    return old_feature(record.type) != 0 && record.size() == string_record_size;
  };
  return speaks_so(0) || speaks_so(string_record_size);
}

unsigned old_feature(std::uint32_t type) {
  return type >= first_type && type < end_type ? type - first_type + feature_hostname : 0;
}

}  // namespace perf::file
