#include "api/evsel.h"

#include <algorithm>
#include <system_error>

#include "api/error.h"
#include "api/world.h"
#include "live/cpus_and_threads.h"
#include "live/evsel.h"

namespace perf::api {
namespace {

using event::Flag;

std::shared_ptr<const event::Event> event_of(const std::shared_ptr<const World>& world,
                                             std::size_t index) {
  return {world, &world->events().at(index)};
}

std::size_t place_of(const std::vector<int>& list, int wanted, const char* what) {
  const auto found = std::find(list.begin(), list.end(), wanted);
  if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
  throw TypeError(std::string(what) + " " + std::to_string(wanted) + " is not part of evsel's " +
                  (*what == 'C' ? "CPUs" : "threads"));
}

}  // namespace

Evsel::Evsel(std::uint32_t type, std::uint64_t config, std::uint64_t sample_freq,
             std::uint64_t sample_period, std::uint64_t sample_type, std::uint64_t read_format,
             int disabled, int inherit, int pinned, int exclusive, int exclude_user,
             int exclude_kernel, int exclude_hv, int exclude_idle, int mmap, int context_switch,
             int comm, int freq, int inherit_stat, int enable_on_exec, int task, int watermark,
             int precise_ip, int mmap_data, int sample_id_all, std::uint32_t wakeup_events,
             std::uint32_t bp_type, std::uint64_t bp_addr, std::uint64_t bp_len, int /*idx*/) {
  if (sample_freq != 0 && sample_period != 0) {
    throw std::invalid_argument("an event has a sample_period or a sample_freq, not both");
  }
  if (precise_ip < 0 || precise_ip > 3) throw std::invalid_argument("precise_ip is 0 to 3");
  event::Event event;
  event::Attr& attr = event.attr;
  attr.type = type;
  attr.config = config;
  attr.sample_period = sample_freq != 0 ? sample_freq : sample_period;
  attr.sample_type = sample_type;
  attr.read_format = read_format;
  attr.wakeup_events = wakeup_events;
  attr.bp_type = bp_type;
  attr.config1 = bp_addr;
  attr.config2 = bp_len;
  const std::pair<Flag, int> flags[] = {{Flag::disabled, disabled},
                                        {Flag::inherit, inherit},
                                        {Flag::pinned, pinned},
                                        {Flag::exclusive, exclusive},
                                        {Flag::exclude_user, exclude_user},
                                        {Flag::exclude_kernel, exclude_kernel},
                                        {Flag::exclude_hv, exclude_hv},
                                        {Flag::exclude_idle, exclude_idle},
                                        {Flag::mmap, mmap},
                                        {Flag::context_switch, context_switch},
                                        {Flag::comm, comm},
                                        {Flag::freq, sample_period != 0 ? 0 : freq},
                                        {Flag::inherit_stat, inherit_stat},
                                        {Flag::enable_on_exec, enable_on_exec},
                                        {Flag::task, task},
                                        {Flag::watermark, watermark},
                                        {Flag::mmap_data, mmap_data},
                                        {Flag::sample_id_all, sample_id_all}};
  for (const auto& [flag, on] : flags) attr.set(flag, on != 0);
  attr.flags |= static_cast<std::uint64_t>(precise_ip) << 15;
  event.name = event::default_name(attr);
  live_ = std::make_shared<live::Evsel>(std::move(event));
  event_ = {live_, &live_->event};
}

Evsel::Evsel(const std::shared_ptr<const World>& world, std::size_t index)
    : live_(world->counting(index)), event_(event_of(world, index)) {
  if (live_) event_ = {live_, &live_->event};
}

Evsel::Evsel(std::shared_ptr<live::Evsel> live)
    : live_(std::move(live)), event_(live_, &live_->event) {}

const event::Attr& Evsel::attr() const {
  return event_->attr;
}

live::Evsel& Evsel::counting() const {
  if (!live_) throw std::invalid_argument("an event of a recording cannot be opened");
  return *live_;
}

event::Attr& Evsel::changing() {
  live::Evsel& evsel = counting();
  if (evsel.is_open()) throw std::invalid_argument("the event is open; its attribute is fixed");
  return evsel.event.attr;
}

OwnedText Evsel::name() const {
  return event_->name;
}
OwnedText Evsel::unit() const {
  return event_->unit;
}
double Evsel::scale() const {
  return event_->scale;
}
std::uint32_t Evsel::leader() const {
  return event_->leader;
}
std::uint32_t Evsel::size() const {
  return attr().size != 0 ? attr().size : event::written_size(attr());
}
std::uint64_t Evsel::config1() const {
  return attr().config1;
}
std::uint64_t Evsel::config2() const {
  return attr().config2;
}
std::uint64_t Evsel::branch_sample_type() const {
  return attr().branch_sample_type;
}
bool Evsel::freq() const {
  return attr().has(Flag::freq);
}
Numbers Evsel::ids() const {
  return event_->ids;
}

std::uint32_t Evsel::type() const {
  return attr().type;
}
void Evsel::set_type(std::uint32_t type) {
  changing().type = type;
}
std::uint64_t Evsel::config() const {
  return attr().config;
}
void Evsel::set_config(std::uint64_t config) {
  changing().config = config;
}
std::uint64_t Evsel::sample_period() const {
  return attr().sample_period;
}
void Evsel::set_sample_period(std::uint64_t period) {
  changing().sample_period = period;
}
std::uint64_t Evsel::sample_type() const {
  return attr().sample_type;
}
void Evsel::set_sample_type(std::uint64_t bits) {
  changing().sample_type = bits;
}
std::uint64_t Evsel::read_format() const {
  return attr().read_format;
}
void Evsel::set_read_format(std::uint64_t bits) {
  changing().read_format = bits;
}
std::uint32_t Evsel::wakeup_events() const {
  return attr().wakeup_events;
}
void Evsel::set_wakeup_events(std::uint32_t count) {
  changing().wakeup_events = count;
}

bool Evsel::tracking() const {
  return live_ ? live_->tracking : attr().has(Flag::mmap);
}
void Evsel::set_tracking(bool tracking) {
  changing();
  live_->tracking = tracking;
}

void Evsel::open(const CpuMap* cpus, const ThreadMap* threads, int /*group*/, int inherit) {
  live::Evsel& evsel = counting();
  evsel.event.attr.set(Flag::inherit, inherit != 0);
  live::Target target;
  if (cpus != nullptr) target.cpus = cpus->all();
  if (threads != nullptr) target.threads = threads->all();
  if (const auto refusal = evsel.open(target, nullptr)) raise(*refusal);
}

bool Evsel::is_open() const {
  return live_ && live_->is_open();
}

void Evsel::close() {
  counting().close();
}

void Evsel::enable() {
  if (const int error = counting().enable(); error != 0) {
    throw std::system_error(error, std::generic_category(), "cannot enable " + name());
  }
}

void Evsel::disable() {
  if (const int error = counting().disable(); error != 0) {
    throw std::system_error(error, std::generic_category(), "cannot disable " + name());
  }
}

void Evsel::set_filter(const std::string& filter) {
  const int error = counting().set_filter(filter);
  if (error == EINVAL) {
    throw std::invalid_argument("'" + filter + "' is no filter of " + name());
  }
  if (error != 0) throw std::system_error(error, std::generic_category(), "filter of " + name());
}

CountsValues Evsel::read(int cpu, int thread) {
  live::Evsel& evsel = counting();
  const std::size_t at_cpu = place_of(evsel.cpus(), cpu, "CPU");
  const std::size_t at_thread = place_of(evsel.threads(), thread, "Thread");
  const auto count = evsel.read_delta(at_cpu, at_thread);
  if (!count) throw std::system_error(EIO, std::generic_category(), "cannot read " + name());
  return {count->value, count->enabled, count->running, count->id, count->lost};
}

CpuMap Evsel::cpus() const {
  return CpuMap(counting().cpus());
}

ThreadMap Evsel::threads() const {
  return ThreadMap(counting().threads());
}

std::string Evsel::repr() const {
  return "evsel(" + name() + ")";
}

std::size_t Evsel::hash() const {
  return std::hash<const event::Event*>()(event_.get());
}

bool Evsel::equals(const Evsel& other) const {
  return event_ == other.event_;
}

}  // namespace perf::api
