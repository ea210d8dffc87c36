// Lists of dicts for Python, one dict for each item of a list. SWIG does not read this header.
#pragma once

#include "api/values.h"

namespace perf::api {

template <class Item, class Describe>
HeaderRows rows(const std::vector<Item>& list, Describe&& describe) {
  HeaderRows out;
  out.reserve(list.size());
  for (const Item& item : list) out.push_back(describe(item));
  return out;
}

}  // namespace perf::api
