#include "session/thread_reads.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace perf::session {

void ThreadReads::add(const records::Read& read, std::uint32_t event, base::OrderKey when) {
  One one{when, read.pid, read.tid, event, 0};
  if (read.values.size() < sizeof one.value) return;
  std::memcpy(&one.value, read.values.data(), sizeof one.value);
  reads_.push_back(one);
}

text::ThreadCounts ThreadReads::counts() const {
  std::vector<One> reads = reads_;
  std::ranges::stable_sort(reads, {}, &One::when);
  text::ThreadCounts counts;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> places;
  std::set<std::uint32_t> events;
  for (const One& one : reads) {
    const auto [place, fresh] = places.try_emplace({one.pid, one.tid}, counts.threads.size());
    if (fresh) counts.threads.push_back({one.pid, one.tid, {}});
    if (events.insert(one.event).second) counts.events.push_back(one.event);
    counts.threads[place->second].by_event[one.event] += one.value;
  }
  return counts;
}

}  // namespace perf::session
