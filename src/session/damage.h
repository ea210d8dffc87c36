// Damage is noted by the source of the records and by whoever decodes them, in one list.
#pragma once

#include "file/damage.h"

namespace perf::session {

using file::Damage;
using file::DamageList;

}  // namespace perf::session
