#include "text/record_text.h"

#include <array>
#include <cstdio>

#include "event/abi.h"
#include "text/escape.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

using records::RawRecord;

template <class... Values>
std::string format(const char* form, Values... values) {
  char text[160];
  std::snprintf(text, sizeof text, form, values...);
  return text;
}

char protection(std::uint32_t prot, std::uint32_t bit, char letter) {
  return (prot & bit) != 0 ? letter : '-';
}

std::string map_start(const char* name, std::uint32_t pid, std::uint32_t tid, std::uint64_t start,
                      std::uint64_t len, std::uint64_t pgoff) {
  return format("%s %d/%d: [%#llx(%#llx) @ %#llx", name, int(pid), int(tid),
                static_cast<unsigned long long>(start), static_cast<unsigned long long>(len),
                static_cast<unsigned long long>(pgoff));
}

std::string line(const RawRecord& raw, const records::Mmap& map) {
  std::string text = map_start("PERF_RECORD_MMAP", map.pid, map.tid, map.start, map.len, map.pgoff);
  text += (raw.misc & event::misc_mmap_data) != 0 ? "]: r " : "]: x ";
  return text + escaped(map.filename);
}

std::string line(const records::Mmap2& map) {
  std::string text =
      map_start("PERF_RECORD_MMAP2", map.pid, map.tid, map.start, map.len, map.pgoff);
  if (map.has_build_id) {
    text += " <";
    for (const std::uint8_t byte : map.build_id) append_hex(text, byte, 2, '0');
    text += '>';
  } else {
    text +=
        format(" %02x:%02x %llu %llu", map.maj, map.min, static_cast<unsigned long long>(map.ino),
               static_cast<unsigned long long>(map.ino_generation));
  }
  constexpr std::uint32_t read = 1;
  constexpr std::uint32_t write = 2;
  constexpr std::uint32_t execute = 4;
  constexpr std::uint32_t shared = 1;
  text += "]: ";
  text += protection(map.prot, read, 'r');
  text += protection(map.prot, write, 'w');
  text += protection(map.prot, execute, 'x');
  text += (map.flags & shared) != 0 ? "s " : "p ";
  return text + escaped(map.filename);
}

std::string line(const records::Comm& comm) {
  return std::string("PERF_RECORD_COMM") + (comm.exec ? " exec" : "") + ": " + escaped(comm.comm) +
         format(":%d/%d", int(comm.pid), int(comm.tid));
}

std::string line(const RawRecord& raw, const records::Task& task) {
  return format("PERF_RECORD_%s(%d:%d):(%d:%d)", raw.type == event::record_fork ? "FORK" : "EXIT",
                int(task.pid), int(task.tid), int(task.ppid), int(task.ptid));
}

std::string line(const records::Lost& lost) {
  return "PERF_RECORD_LOST lost " + std::to_string(lost.lost);
}

std::string line(const records::LostSamples& lost) {
  return "PERF_RECORD_LOST_SAMPLES lost samples " + std::to_string(lost.lost);
}

std::string line(const records::Switch& to) {
  const char* way = !to.out ? "IN         " : to.preempt ? "OUT preempt" : "OUT        ";
  if (!to.cpu_wide) return std::string("PERF_RECORD_SWITCH ") + way;
  return format("PERF_RECORD_SWITCH_CPU_WIDE %s  %s pid/tid: %5d/%-5d", way,
                to.out ? "next" : "prev", int(to.next_prev_pid), int(to.next_prev_tid));
}

// Four in a row.
std::string line(const records::Namespaces& event) {
  constexpr std::array names{"net", "uts", "ipc", "pid", "user", "mnt", "cgroup"};
  std::string text =
      format("PERF_RECORD_NAMESPACES %d/%d - nr_namespaces: %llu\n\t\t[", int(event.pid),
             int(event.tid), static_cast<unsigned long long>(event.nr_namespaces));
  bytes::Cursor in(event.links);
  for (std::uint64_t i = 0; i < event.nr_namespaces; ++i) {
    if (i != 0) text += i % 4 == 0 ? ", \n\t\t " : ", ";
    const auto device = in.read<std::uint64_t>();
    text += std::to_string(i) + '/' + (i < names.size() ? names[i] : "UNKNOWN") + ": " +
            std::to_string(device) + "/0x";
    append_hex(text, in.read<std::uint64_t>());
  }
  return text + ']';
}

std::string line(const records::Ksymbol& event) {
  return format("PERF_RECORD_KSYMBOL addr %llx len %u type %u flags 0x%x name ",
                static_cast<unsigned long long>(event.addr), event.len, event.ksym_type,
                event.flags) +
         escaped(event.name);
}

std::string line(const records::BpfEvent& event) {
  return format("PERF_RECORD_BPF_EVENT type %u, flags %u, id %u", event.bpf_type, event.flags,
                event.id);
}

std::string line(const records::Cgroup& event) {
  return "PERF_RECORD_CGROUP cgroup: " + std::to_string(event.id) + ' ' + escaped(event.path);
}

void append_bytes(std::string& text, std::string_view title, bytes::View bytes) {
  constexpr std::size_t in_a_row = 16;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % in_a_row == 0) (text += "\n            ") += title;
    append_hex(text += ' ', bytes[i], 2, '0');
  }
}

std::string line(const records::TextPoke& poke, std::string_view symbol) {
  std::string text = "PERF_RECORD_TEXT_POKE ";
  append_hex(text, poke.addr);
  text += ' ' + escaped(symbol) + " old len " + std::to_string(poke.old_bytes.size()) +
          " new len " + std::to_string(poke.new_bytes.size());
  append_bytes(text, "Old bytes:", poke.old_bytes);
  append_bytes(text, "New bytes:", poke.new_bytes);
  return text;
}

}  // namespace

std::string record_text(const RawRecord& raw, const records::Body& body, std::string_view symbol) {
  return std::visit(
      [&](const auto& event) -> std::string {
        if constexpr (requires { line(event); })
          return line(event);
        else if constexpr (requires { line(raw, event); })
          return line(raw, event);
        else if constexpr (requires { line(event, symbol); })
          return line(event, symbol);
        else
          return {};
      },
      body);
}

}  // namespace perf::text
