// A record as the one line that repr() shows. Only the form; the values are records'.
#pragma once

#include <string>

#include "event/layout.h"
#include "records/record.h"

namespace perf::api {

std::string describe(const records::RawRecord& record, const event::Layout& layout);

}  // namespace perf::api
