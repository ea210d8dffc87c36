#include "file/old_dialect.h"

namespace perf::file {
namespace {

constexpr std::uint32_t first_type = 69;  // HOSTNAME, and then as the features are numbered
constexpr std::uint32_t end_type = first_type + feature_branch_stack - feature_hostname + 1;
constexpr std::size_t string_record_size = 76;

}  // namespace

bool begins_old_dialect(const records::RawRecord& record) {
  return record.type == first_type && record.size() == string_record_size;
}

unsigned old_feature(std::uint32_t type) {
  return type >= first_type && type < end_type ? type - first_type + feature_hostname : 0;
}

}  // namespace perf::file
