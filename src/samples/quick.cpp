#include "samples/quick.h"

#include "event/abi.h"

namespace perf::samples {
namespace {

constexpr std::uint64_t plain_bits =
    event::sample_identifier | event::sample_ip | event::sample_tid | event::sample_time |
    event::sample_addr | event::sample_id | event::sample_stream_id | event::sample_cpu |
    event::sample_period | event::sample_callchain | event::sample_cgroup;

template <class T>
T at(bytes::View body, std::size_t offset) {
  T value;
  std::memcpy(&value, body.data() + offset, sizeof value);
  return value;
}

// All ones stands for no time, in a record as in Sample.
std::uint64_t known_time(std::uint64_t time) {
  return time == ~0ULL ? 0 : time;
}

}  // namespace

QuickReader::QuickReader(const event::Layout& layout)
    : layout_(layout), plain_((layout.sample_type & ~plain_bits) == 0) {}

void QuickReader::read(const records::RawRecord& record, Quick& out) const {
  out = {};
  if (plain_)
    read_plain(record, out);
  else
    read_whole(record, out);
}

void QuickReader::read_plain(const records::RawRecord& record, Quick& out) const {
  const event::SampleOffsets& place = layout_.sample;
  const bytes::View body = record.body;
  if (body.size() < place.end) return;
  out.cpumode = record.cpumode();
  if (place.ip != event::absent) out.ip = at<std::uint64_t>(body, place.ip);
  if (place.tid != event::absent) {
    out.pid = at<std::uint32_t>(body, place.tid);
    out.tid = at<std::uint32_t>(body, place.tid + 4U);
  }
  if (place.time != event::absent) out.time = known_time(at<std::uint64_t>(body, place.time));
  if (place.cpu != event::absent) out.cpu = at<std::uint32_t>(body, place.cpu);
  out.period =
      place.period != event::absent ? at<std::uint64_t>(body, place.period) : layout_.fixed_period;
  out.ok = true;
  bytes::View rest = body.subspan(place.end);
  if ((layout_.sample_type & event::sample_callchain) != 0) {
    const std::uint64_t count = rest.size() < 8 ? ~0ULL : at<std::uint64_t>(rest, 0);
    out.ok = rest.size() >= 8 && count <= (rest.size() - 8) / 8;
    if (!out.ok) return;
    out.callchain = Words(rest.subspan(8, count * 8));
    rest = rest.subspan(8 + count * 8);
  }
  if ((layout_.sample_type & event::sample_cgroup) == 0) return;
  out.ok = rest.size() >= 8;
  if (out.ok) out.cgroup = at<std::uint64_t>(rest, 0);
}

void QuickReader::read_whole(const records::RawRecord& record, Quick& out) const {
  const auto sample = parse(record, layout_);
  if (!sample) return;
  out.ip = sample->ip;
  out.time = known_time(sample->time);
  out.period = sample->period;
  out.pid = sample->pid;
  out.tid = sample->tid;
  out.cpu = sample->cpu;
  out.cgroup = sample->cgroup;
  out.cpumode = record.cpumode();
  out.callchain = sample->callchain;
  out.ok = true;
}

}  // namespace perf::samples
