// PERF_SAMPLE_DATA_SRC in words: where a load or store found its data. union perf_mem_data_src of
// linux/perf_event.h; the words are those of perf.
#pragma once

#include <cstdint>
#include <string>

namespace perf::samples {

struct DataSource {
  std::string operation;  // "LOAD"; "N/A" everywhere: not known
  std::string level;      // "L1 hit", "Remote core, same node RAM hit"
  std::string snoop;      // "None", "Hit or Fwd"
  std::string tlb;        // "L1 or L2 hit"
  std::string lock;       // "Yes", "No"
  std::string blocked;    // "Data", "Addr"
};

DataSource data_source(std::uint64_t value);

}  // namespace perf::samples
