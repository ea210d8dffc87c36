// The events of a recording as Python sees them, a sequence of evsels. It opens and counts nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "api/evsel.h"

namespace perf::api {

/** The events of a recording, in the order of its header. */
class Evlist {
 public:
  explicit Evlist(std::shared_ptr<const World> world);

  PERF_API std::size_t size() const;
  PERF_API Evsel at(std::ptrdiff_t index) const;
  PERF_API std::string repr() const;

 private:
  std::shared_ptr<const World> world_;
};

}  // namespace perf::api
