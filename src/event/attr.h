// perf_event_attr as a value of any size: an older kernel's is filled up with zeros, a newer one's
// tail is noted and left out. It knows one event; what a set of events shares is in event_set.h.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "bytes/builder.h"

namespace perf::event {

// The one-bit fields, numbered as in the kernel's bit-field from `disabled` = 0.
enum class Flag : std::uint8_t {
  disabled = 0,
  inherit,
  pinned,
  exclusive,
  exclude_user,
  exclude_kernel,
  exclude_hv,
  exclude_idle,
  mmap,
  comm,
  freq,
  inherit_stat,
  enable_on_exec,
  task,
  watermark,
  mmap_data = 17,
  sample_id_all,
  exclude_host,
  exclude_guest,
  exclude_callchain_kernel,
  exclude_callchain_user,
  mmap2,
  comm_exec,
  use_clockid,
  context_switch,
  write_backward,
  namespaces,
  ksymbol,
  bpf_event,
  aux_output,
  cgroup,
  text_poke,
  build_id,
  inherit_thread,
  remove_on_exec,
  sigtrap,
  defer_callchain,
  defer_output,
};

struct Attr {
  std::uint32_t type = 0;
  std::uint32_t size = 0;  // as recorded
  std::uint64_t config = 0;
  std::uint64_t sample_period = 0;  // or the frequency, with Flag::freq
  std::uint64_t sample_type = 0;
  std::uint64_t read_format = 0;
  std::uint64_t flags = 0;
  std::uint32_t wakeup_events = 0;
  std::uint32_t bp_type = 0;
  std::uint64_t config1 = 0;  // or bp_addr
  std::uint64_t config2 = 0;  // or bp_len
  std::uint64_t branch_sample_type = 0;
  std::uint64_t sample_regs_user = 0;
  std::uint32_t sample_stack_user = 0;
  std::int32_t clockid = 0;
  std::uint64_t sample_regs_intr = 0;
  std::uint32_t aux_watermark = 0;
  std::uint16_t sample_max_stack = 0;
  std::uint32_t aux_sample_size = 0;
  std::uint32_t aux_action = 0;
  std::uint64_t sig_data = 0;
  std::uint64_t config3 = 0;
  std::uint64_t config4 = 0;

  [[nodiscard]] bool has(Flag flag) const {
    return ((flags >> static_cast<unsigned>(flag)) & 1U) != 0;
  }
  void set(Flag flag, bool on = true) {
    const std::uint64_t bit = 1ULL << static_cast<unsigned>(flag);
    flags = on ? flags | bit : flags & ~bit;
  }
  [[nodiscard]] unsigned precise_ip() const { return static_cast<unsigned>(flags >> 15) & 3U; }

  bool operator==(const Attr&) const = default;
};

// Reads the attribute that fills `bytes`; sizes from 64 up are understood.
base::Result<Attr> parse_attr(bytes::View bytes, bool swap = false);

// Bit-fields of an attribute of the other byte order, from their bytes as they were written.
std::uint64_t turned_flags(std::uint64_t raw);
std::uint32_t turned_aux_action(std::uint32_t raw);

// The smallest size that some kernel has used and that holds all of the attribute: older readers
// refuse larger ones.
std::uint32_t written_size(const Attr& attr);

// Appends the attribute in `size` bytes, at least its written_size().
void put_attr(const Attr& attr, std::uint32_t size, bytes::Builder& out);

}  // namespace perf::event
