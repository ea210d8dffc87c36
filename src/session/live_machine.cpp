#include "session/live_machine.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "live/cpus_and_threads.h"
#include "records/parse.h"
#include "session/running.h"

namespace perf::session {

LiveMachine::LiveMachine(const SymbolChoices& choices) : machine_(live_search_options(choices)) {}

bool LiveMachine::concerns(std::uint32_t type) {
  return machine::Machine::concerns(type);
}

void LiveMachine::apply(const records::RawRecord& record, const event::EventSet& events) {
  const event::Layout& layout = events.layout_of_trailer(record.body);
  const auto body = records::parse(record, layout);
  if (body) machine_.apply(*body, record, records::order_key(record, layout));
}

void LiveMachine::add_running(const event::EventSet& events, const std::vector<int>& pids) {
  const std::vector<std::uint8_t> bytes =
      records_of({.pids = pids.empty() ? live::processes() : pids, .kernel_end = false}, events);
  const auto lock = unique();
  for (std::size_t at = 0; at < bytes.size();) {
    const records::RawRecord record = records::record_at(bytes, at, at);
    if (record.type == 0) break;
    apply(record, events);
    at += record.size();
  }
  seal();
}

bool LiveMachine::grow_maps(std::vector<std::uint32_t>& objects) {
  std::erase_if(objects, [&](std::uint32_t number) {
    const auto pid = static_cast<pid_t>(machine_.objects().at(number).object->id().pid);
    return ::kill(pid, 0) < 0 && errno == ESRCH;
  });
  bool any = false;
  for (const std::uint32_t number : objects) {
    const symbols::Object& map = *machine_.objects().at(number).object;
    symbols::Found grown = map.grown();
    if (grown.symbols.empty()) continue;
    any = true;
    const auto lock = unique();
    map.take(std::move(grown));
    ++changes_;
  }
  return any;
}

}  // namespace perf::session
