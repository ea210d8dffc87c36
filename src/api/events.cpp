#include "api/events.h"

#include <cstring>

#include "api/decoded.h"

namespace perf::api {
namespace {

OptionalNumber unless(bool missing, std::uint64_t number) {
  return missing ? std::nullopt : OptionalNumber(number);
}

Numbers numbers(bytes::View bytes) {
  Numbers out(bytes.size() / sizeof(std::uint64_t));
  if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(std::uint64_t));
  return out;
}

}  // namespace

std::uint32_t MmapEvent::pid() const {
  return decoded<records::Mmap>(record(), trailer()).pid;
}
std::uint32_t MmapEvent::tid() const {
  return decoded<records::Mmap>(record(), trailer()).tid;
}
std::uint64_t MmapEvent::start() const {
  return decoded<records::Mmap>(record(), trailer()).start;
}
std::uint64_t MmapEvent::len() const {
  return decoded<records::Mmap>(record(), trailer()).len;
}
std::uint64_t MmapEvent::pgoff() const {
  return decoded<records::Mmap>(record(), trailer()).pgoff;
}
Text MmapEvent::filename() const {
  return decoded<records::Mmap>(record(), trailer()).filename;
}

std::uint32_t Mmap2Event::pid() const {
  return decoded<records::Mmap2>(record(), trailer()).pid;
}
std::uint32_t Mmap2Event::tid() const {
  return decoded<records::Mmap2>(record(), trailer()).tid;
}
std::uint64_t Mmap2Event::start() const {
  return decoded<records::Mmap2>(record(), trailer()).start;
}
std::uint64_t Mmap2Event::len() const {
  return decoded<records::Mmap2>(record(), trailer()).len;
}
std::uint64_t Mmap2Event::pgoff() const {
  return decoded<records::Mmap2>(record(), trailer()).pgoff;
}
std::uint32_t Mmap2Event::prot() const {
  return decoded<records::Mmap2>(record(), trailer()).prot;
}
std::uint32_t Mmap2Event::flags() const {
  return decoded<records::Mmap2>(record(), trailer()).flags;
}
Text Mmap2Event::filename() const {
  return decoded<records::Mmap2>(record(), trailer()).filename;
}
OptionalNumber Mmap2Event::maj() const {
  const auto body = decoded<records::Mmap2>(record(), trailer());
  return unless(body.has_build_id, body.maj);
}
OptionalNumber Mmap2Event::min() const {
  const auto body = decoded<records::Mmap2>(record(), trailer());
  return unless(body.has_build_id, body.min);
}
OptionalNumber Mmap2Event::ino() const {
  const auto body = decoded<records::Mmap2>(record(), trailer());
  return unless(body.has_build_id, body.ino);
}
OptionalNumber Mmap2Event::ino_generation() const {
  const auto body = decoded<records::Mmap2>(record(), trailer());
  return unless(body.has_build_id, body.ino_generation);
}
OptionalBytes Mmap2Event::build_id() const {
  const auto body = decoded<records::Mmap2>(record(), trailer());
  return body.has_build_id ? OptionalBytes(body.build_id) : std::nullopt;
}

std::uint32_t CommEvent::pid() const {
  return decoded<records::Comm>(record(), trailer()).pid;
}
std::uint32_t CommEvent::tid() const {
  return decoded<records::Comm>(record(), trailer()).tid;
}
Text CommEvent::comm() const {
  return decoded<records::Comm>(record(), trailer()).comm;
}
bool CommEvent::exec() const {
  return decoded<records::Comm>(record(), trailer()).exec;
}

std::uint32_t TaskEvent::pid() const {
  return decoded<records::Task>(record(), trailer()).pid;
}
std::uint32_t TaskEvent::ppid() const {
  return decoded<records::Task>(record(), trailer()).ppid;
}
std::uint32_t TaskEvent::tid() const {
  return decoded<records::Task>(record(), trailer()).tid;
}
std::uint32_t TaskEvent::ptid() const {
  return decoded<records::Task>(record(), trailer()).ptid;
}
std::uint64_t TaskEvent::time() const {
  return decoded<records::Task>(record(), trailer()).time;
}

std::uint64_t ThrottleEvent::time() const {
  return decoded<records::Throttle>(record(), trailer()).time;
}
std::uint64_t ThrottleEvent::id() const {
  return decoded<records::Throttle>(record(), trailer()).id;
}
std::uint64_t ThrottleEvent::stream_id() const {
  return decoded<records::Throttle>(record(), trailer()).stream_id;
}

std::uint64_t LostEvent::id() const {
  return decoded<records::Lost>(record(), trailer()).id;
}
std::uint64_t LostEvent::lost() const {
  return decoded<records::Lost>(record(), trailer()).lost;
}

std::uint64_t LostSamplesEvent::lost() const {
  return decoded<records::LostSamples>(record(), trailer()).lost;
}

std::uint32_t ReadEvent::pid() const {
  return decoded<records::Read>(record(), trailer()).pid;
}
std::uint32_t ReadEvent::tid() const {
  return decoded<records::Read>(record(), trailer()).tid;
}
Bytes ReadEvent::values() const {
  return decoded<records::Read>(record(), trailer()).values;
}

OptionalNumber SwitchEvent::next_prev_pid() const {
  const auto body = decoded<records::Switch>(record(), trailer());
  return unless(!body.cpu_wide, body.next_prev_pid);
}
OptionalNumber SwitchEvent::next_prev_tid() const {
  const auto body = decoded<records::Switch>(record(), trailer());
  return unless(!body.cpu_wide, body.next_prev_tid);
}
bool SwitchEvent::switch_out() const {
  const auto body = decoded<records::Switch>(record(), trailer());
  return body.out;
}
bool SwitchEvent::preempt() const {
  return decoded<records::Switch>(record(), trailer()).preempt;
}

std::uint64_t AuxEvent::aux_offset() const {
  return decoded<records::Aux>(record(), trailer()).aux_offset;
}
std::uint64_t AuxEvent::aux_size() const {
  return decoded<records::Aux>(record(), trailer()).aux_size;
}
std::uint64_t AuxEvent::flags() const {
  return decoded<records::Aux>(record(), trailer()).flags;
}

std::uint32_t ItraceStartEvent::pid() const {
  return decoded<records::ItraceStart>(record(), trailer()).pid;
}
std::uint32_t ItraceStartEvent::tid() const {
  return decoded<records::ItraceStart>(record(), trailer()).tid;
}

std::uint32_t NamespacesEvent::pid() const {
  return decoded<records::Namespaces>(record(), trailer()).pid;
}
std::uint32_t NamespacesEvent::tid() const {
  return decoded<records::Namespaces>(record(), trailer()).tid;
}
std::uint64_t NamespacesEvent::nr_namespaces() const {
  return decoded<records::Namespaces>(record(), trailer()).nr_namespaces;
}
Bytes NamespacesEvent::links() const {
  return decoded<records::Namespaces>(record(), trailer()).links;
}

std::uint64_t KsymbolEvent::addr() const {
  return decoded<records::Ksymbol>(record(), trailer()).addr;
}
std::uint32_t KsymbolEvent::len() const {
  return decoded<records::Ksymbol>(record(), trailer()).len;
}
unsigned KsymbolEvent::ksym_type() const {
  return decoded<records::Ksymbol>(record(), trailer()).ksym_type;
}
unsigned KsymbolEvent::flags() const {
  return decoded<records::Ksymbol>(record(), trailer()).flags;
}
Text KsymbolEvent::name() const {
  return decoded<records::Ksymbol>(record(), trailer()).name;
}

unsigned BpfEvent::bpf_type() const {
  return decoded<records::BpfEvent>(record(), trailer()).bpf_type;
}
unsigned BpfEvent::flags() const {
  return decoded<records::BpfEvent>(record(), trailer()).flags;
}
std::uint32_t BpfEvent::id() const {
  return decoded<records::BpfEvent>(record(), trailer()).id;
}
Bytes BpfEvent::tag() const {
  return decoded<records::BpfEvent>(record(), trailer()).tag;
}

std::uint64_t CgroupEvent::id() const {
  return decoded<records::Cgroup>(record(), trailer()).id;
}
Text CgroupEvent::path() const {
  return decoded<records::Cgroup>(record(), trailer()).path;
}

std::uint64_t TextPokeEvent::addr() const {
  return decoded<records::TextPoke>(record(), trailer()).addr;
}
Bytes TextPokeEvent::old_bytes() const {
  return decoded<records::TextPoke>(record(), trailer()).old_bytes;
}
Bytes TextPokeEvent::new_bytes() const {
  return decoded<records::TextPoke>(record(), trailer()).new_bytes;
}

std::uint64_t AuxOutputHwIdEvent::hw_id() const {
  return decoded<records::AuxOutputHwId>(record(), trailer()).hw_id;
}

std::uint64_t CallchainDeferredEvent::cookie() const {
  return decoded<records::CallchainDeferred>(record(), trailer()).cookie;
}
Numbers CallchainDeferredEvent::ips() const {
  const auto body = decoded<records::CallchainDeferred>(record(), trailer());
  return numbers(body.ips);
}

std::uint64_t AuxtraceEvent::size() const {
  return decoded<records::Auxtrace>(record(), trailer()).size;
}
std::uint64_t AuxtraceEvent::offset() const {
  return decoded<records::Auxtrace>(record(), trailer()).offset;
}
std::uint64_t AuxtraceEvent::reference() const {
  return decoded<records::Auxtrace>(record(), trailer()).reference;
}
std::uint32_t AuxtraceEvent::idx() const {
  return decoded<records::Auxtrace>(record(), trailer()).idx;
}
std::int32_t AuxtraceEvent::tid() const {
  return static_cast<std::int32_t>(decoded<records::Auxtrace>(record(), trailer()).tid);
}
std::int32_t AuxtraceEvent::cpu() const {
  return static_cast<std::int32_t>(decoded<records::Auxtrace>(record(), trailer()).cpu);
}
std::uint64_t AuxtraceEvent::position() const {
  return offset_ + record().size();
}

}  // namespace perf::api
