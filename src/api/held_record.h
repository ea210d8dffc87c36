// A record as it is read from a list of events of this machine. SWIG does not read this header.
#pragma once

#include <mutex>

namespace perf::api {

struct EventSource;

// nullptr: there was none. As long as it is held no other thread reads the list.
struct HeldRecord {
  const EventSource* source = nullptr;
  std::unique_lock<std::mutex> lock;
};

}  // namespace perf::api
