#include "api/evsel.h"

#include "api/world.h"

namespace perf::api {

Evsel::Evsel(std::shared_ptr<const World> world, std::size_t index)
    : world_(std::move(world)), index_(index) {}

const event::Attr& Evsel::attr() const {
  return world_->events().at(index_).attr;
}

OwnedText Evsel::name() const {
  return world_->events().at(index_).name;
}
std::uint32_t Evsel::type() const {
  return attr().type;
}
std::uint32_t Evsel::size() const {
  return attr().size;
}
std::uint64_t Evsel::config() const {
  return attr().config;
}
std::uint64_t Evsel::config1() const {
  return attr().config1;
}
std::uint64_t Evsel::config2() const {
  return attr().config2;
}
std::uint64_t Evsel::sample_period() const {
  return attr().sample_period;
}
std::uint64_t Evsel::sample_type() const {
  return attr().sample_type;
}
std::uint64_t Evsel::read_format() const {
  return attr().read_format;
}
std::uint64_t Evsel::branch_sample_type() const {
  return attr().branch_sample_type;
}
std::uint32_t Evsel::wakeup_events() const {
  return attr().wakeup_events;
}
bool Evsel::freq() const {
  return attr().has(event::Flag::freq);
}
bool Evsel::tracking() const {
  return attr().has(event::Flag::mmap);
}
Numbers Evsel::ids() const {
  return world_->events().at(index_).ids;
}

std::string Evsel::repr() const {
  return "evsel(" + name() + ")";
}

std::size_t Evsel::hash() const {
  return std::hash<const World*>()(world_.get()) ^ (index_ * 0x9e3779b97f4a7c15ULL);
}

bool Evsel::equals(const Evsel& other) const {
  return world_ == other.world_ && index_ == other.index_;
}

}  // namespace perf::api
