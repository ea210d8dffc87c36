#include "session/kernel_names.h"

#include "event/abi.h"

namespace perf::session {

text::TraceText::Resolve kernel_names(const machine::Machine& machine) {
  return [&machine](std::uint64_t address) -> std::string {
    const machine::Place place =
        machine.find(base::no_index, event::misc_kernel, address, base::order_max);
    if (place.object == base::no_index) return {};
    const auto& table = machine.objects().at(place.object).object->symbols();
    const std::uint32_t symbol = table.find(place.address);
    return symbol == base::no_index ? std::string() : std::string(table.raw_name(symbol));
  };
}

}  // namespace perf::session
