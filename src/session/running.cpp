#include "session/running.h"

#include <algorithm>

#include "event/abi.h"
#include "live/synthesize.h"
#include "symbols/elf_file.h"

namespace perf::session {
namespace {

std::vector<std::uint8_t> build_id_of(const std::string& path) {
  const auto file = symbols::ElfFile::open(path);
  if (!file) return {};
  const symbols::BuildId id = file->build_id();
  return {id.bytes.begin(), id.bytes.begin() + id.size};
}

}  // namespace

bool is_told(const event::EventSet& events, event::Flag what) {
  return std::ranges::any_of(events,
                             [what](const event::Event& event) { return event.attr.has(what); });
}

std::vector<std::uint8_t> records_of(const Running& running, const event::EventSet& events) {
  live::SynthesisOptions options;
  options.trailer = events.common_layout().trailer.size;
  options.mmap_data = is_told(events, event::Flag::mmap_data);
  options.namespaces = is_told(events, event::Flag::namespaces);
  options.kernel_end = running.kernel_end;
  // One file must not be two objects: what came before and what comes later are told alike.
  if (running.build_ids || is_told(events, event::Flag::build_id)) options.build_id = build_id_of;
  std::vector<std::uint8_t> bytes;
  live::Synthesizer synthesizer(options, bytes);
  synthesizer.running(running.pids);
  const bool in_samples = std::ranges::any_of(events, [](const event::Event& one) {
    return (one.attr.sample_type & event::sample_cgroup) != 0;
  });
  if (in_samples || is_told(events, event::Flag::cgroup)) synthesizer.cgroups();
  return bytes;
}

}  // namespace perf::session
