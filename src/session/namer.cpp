#include "session/namer.h"

#include "symbols/demangle.h"
#include "text/escape.h"

namespace perf::session {

text::NamedAddress Namer::name(std::uint32_t space, unsigned cpumode, base::Address ip,
                               base::OrderKey when) {
  const std::uint64_t position = ordered_ ? when.time : when.offset;
  const std::uint64_t whose = cpumode == event::misc_kernel ? base::no_index - 1ULL : space;
  bool fresh = false;
  Known& known = known_.get(base::hash_pair((whose << 3) | cpumode, ip) >> 1, fresh);
  if (fresh || position <= known.from || known.to <= position) {
    known = look_up(space, cpumode, ip, when);
  }
  const std::string* symbol = known.symbol == base::no_index ? nullptr : &symbols_[known.symbol];
  return {ip, symbol, known.offset, object(known.object)};
}

Namer::Known Namer::look_up(std::uint32_t space, unsigned cpumode, base::Address ip,
                            base::OrderKey when) {
  const machine::Place place = machine_.find(space, cpumode, ip, when);
  Known known;
  known.from = ordered_ ? place.window.from.time : place.window.from.offset;
  known.to = ordered_ ? place.window.to.time : place.window.to.offset;
  known.object = place.object;
  if (place.object == base::no_index) return known;
  const auto& table = machine_.objects().at(place.object).object->symbols();
  const std::uint32_t index = table.find(place.address);
  if (index == base::no_index) return known;
  known.symbol = symbol(place.object, index);
  known.offset = place.address - table.at(index).start;
  return known;
}

std::uint32_t Namer::symbol(std::uint32_t object, std::uint32_t index) {
  bool fresh = false;
  std::uint32_t& number = symbol_numbers_.get((std::uint64_t{object} << 32) | index, fresh);
  if (fresh) {
    number = static_cast<std::uint32_t>(symbols_.size());
    const auto raw = machine_.objects().at(object).object->symbols().raw_name(index);
    symbols_.push_back(text::escaped(symbols::demangle(raw)));
  }
  return number;
}

const std::string* Namer::object(std::uint32_t index) {
  if (index == base::no_index) return nullptr;
  while (objects_.size() <= index) {
    const auto next = static_cast<std::uint32_t>(objects_.size());
    objects_.push_back(text::escaped(machine_.objects().at(next).name));
  }
  return &objects_[index];
}

}  // namespace perf::session
