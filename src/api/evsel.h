// One event of a recording as Python sees it: a value that shares the world it belongs to. Opening
// and counting events is not its business.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/values.h"

namespace perf::event {
struct Attr;
}

namespace perf::api {

class World;

/** One event of a recording: its attribute, ids and name. */
class Evsel {
 public:
  Evsel(std::shared_ptr<const World> world, std::size_t index);

  PERF_GET(Evsel, OwnedText, name)
  PERF_GET(Evsel, std::uint32_t, type)
  PERF_GET(Evsel, std::uint32_t, size)
  PERF_GET(Evsel, std::uint64_t, config)
  PERF_GET(Evsel, std::uint64_t, config1)
  PERF_GET(Evsel, std::uint64_t, config2)
  PERF_GET(Evsel, std::uint64_t, sample_period)
  PERF_GET(Evsel, std::uint64_t, sample_type)
  PERF_GET(Evsel, std::uint64_t, read_format)
  PERF_GET(Evsel, std::uint64_t, branch_sample_type)
  PERF_GET(Evsel, std::uint32_t, wakeup_events)
  PERF_GET(Evsel, bool, freq)
  PERF_GET(Evsel, bool, tracking)
  PERF_GET(Evsel, Numbers, ids)

  PERF_API std::string repr() const;
  PERF_API std::size_t hash() const;
  PERF_API bool equals(const Evsel& other) const;

 private:
  [[nodiscard]] const event::Attr& attr() const;

  std::shared_ptr<const World> world_;
  std::size_t index_;
};

}  // namespace perf::api
