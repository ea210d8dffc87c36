#include "api/evlist.h"

#include <stdexcept>

#include "api/world.h"

namespace perf::api {

Evlist::Evlist(std::shared_ptr<const World> world) : world_(std::move(world)) {}

std::size_t Evlist::size() const {
  return world_->events().size();
}

Evsel Evlist::at(std::ptrdiff_t index) const {
  if (index < 0 || static_cast<std::size_t>(index) >= size()) {
    throw std::out_of_range("Index out of range");
  }
  return {world_, static_cast<std::size_t>(index)};
}

std::string Evlist::repr() const {
  std::string text = "evlist([";
  for (const event::Event& event : world_->events()) {
    if (text.back() != '[') text += ',';
    text += event.name;
  }
  return text + "])";
}

}  // namespace perf::api
