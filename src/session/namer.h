// Addresses to the names that are shown for them, each looked up once. For one thread.
#pragma once

#include <deque>

#include "base/flat_map.h"
#include "machine/machine.h"
#include "text/script_text.h"

namespace perf::session {

class Namer {
 public:
  Namer(const machine::Machine& machine, bool ordered) : machine_(machine), ordered_(ordered) {}

  text::NamedAddress name(std::uint32_t space, unsigned cpumode, base::Address ip,
                          base::OrderKey when);

 private:
  struct Known {
    std::uint64_t from = 0, to = 0;         // in time, or place in the file; excluded
    std::uint32_t symbol = base::no_index;  // in symbols_
    std::uint32_t object = base::no_index;
    std::uint64_t offset = 0;
  };

  Known look_up(std::uint32_t space, unsigned cpumode, base::Address ip, base::OrderKey when);
  std::uint32_t symbol(std::uint32_t object, std::uint32_t index);
  const std::string* object(std::uint32_t index);

  const machine::Machine& machine_;
  bool ordered_;
  base::FlatMap<Known> known_;
  base::FlatMap<std::uint32_t> symbol_numbers_;
  std::deque<std::string> symbols_;
  std::vector<std::string> objects_;
};

}  // namespace perf::session
