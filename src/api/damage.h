// What could not be read, as Python gets it. SWIG does not read this header.
#pragma once

#include "api/values.h"
#include "session/damage.h"

namespace perf::api {

inline DamageItems damage_items(const session::DamageList& damage, const std::string& path) {
  DamageItems items;
  for (const session::Damage& one : damage.list()) {
    items.push_back({base::sentence(one.error, path + one.part), one.error.offset, one.bytes});
  }
  return items;
}

}  // namespace perf::api
