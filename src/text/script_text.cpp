#include "text/script_text.h"

#include <array>
#include <utility>

#include "text/escape.h"
#include "text/numbers.h"

namespace perf::text {
namespace {

using Field = ScriptField;

constexpr std::array<std::pair<std::string_view, Field>, 25> names{{
    {"comm", Field::comm},
    {"tid", Field::tid},
    {"pid", Field::pid},
    {"time", Field::time},
    {"cpu", Field::cpu},
    {"event", Field::event},
    {"period", Field::period},
    {"trace", Field::trace},
    {"addr", Field::addr},
    {"ip", Field::ip},
    {"sym", Field::sym},
    {"symoff", Field::symoff},
    {"dso", Field::dso},
    {"misc", Field::misc},
    {"data_src", Field::data_src},
    {"weight", Field::weight},
    {"ins_lat", Field::ins_lat},
    {"retire_lat", Field::retire_lat},
    {"cgroup", Field::cgroup},
    {"iregs", Field::iregs},
    {"uregs", Field::uregs},
    {"phys_addr", Field::phys_addr},
    {"data_page_size", Field::data_page_size},
    {"code_page_size", Field::code_page_size},
    {"brstack", Field::brstack},
}};

void append_signed(std::string& out, std::uint32_t value, std::size_t width, bool left = false) {
  const std::string text = std::to_string(static_cast<std::int32_t>(value));
  if (left)
    append_padded(out, text, width);
  else
    append_right(out, text, width);
}

// "[007] "
void append_cpu(std::string& out, std::uint32_t cpu) {
  const auto number = static_cast<std::int32_t>(cpu);
  out += '[';
  if (number >= 0) out.append(number < 10 ? 2 : number < 100 ? 1 : 0, '0');
  out += std::to_string(number);
  out += "] ";
}

void append_time(std::string& out, std::uint64_t time, bool nanoseconds) {
  std::string text = std::to_string(time / 1'000'000'000) + '.';
  const std::uint64_t fraction = time % 1'000'000'000;
  const std::string digits = std::to_string(nanoseconds ? fraction : fraction / 1000);
  const std::size_t width = nanoseconds ? 9 : 6;
  text.append(width - digits.size(), '0');
  text += digits;
  append_right(out, text, nanoseconds ? 15 : 12);
  out += ": ";
}

void append_misc(std::string& out, std::uint16_t misc) {
  constexpr std::string_view modes = " KUHGg";
  const unsigned mode = misc & event::misc_cpumode_mask;
  std::string text;
  if (mode != 0 && mode < modes.size()) text = modes[mode];
  if (mode == event::misc_hypervisor) text = "KUH";  // perf tests the bits of each mode
  append_padded(out, text, 6);
}

}  // namespace

std::optional<ScriptField> script_field_named(std::string_view name) {
  for (const auto& [text, field] : names) {
    if (text == name) return field;
  }
  return std::nullopt;
}

ScriptFields default_script_fields(const event::Attr& attr) {
  ScriptFields fields;
  for (const Field field : {Field::comm, Field::tid, Field::time, Field::event}) fields.add(field);
  const auto recorded = [&](std::uint64_t bit, Field field) {
    if ((attr.sample_type & bit) != 0) fields.add(field);
  };
  recorded(event::sample_cpu, Field::cpu);
  if (attr.type == event::type_tracepoint) {
    fields.add(Field::trace);
    // A recorded chain is printed below the line.
    if ((attr.sample_type & event::sample_callchain) == 0) return fields;
  } else {
    fields.add(Field::period);
  }
  if (attr.type == event::type_raw) {
    recorded(event::sample_addr, Field::addr);
    recorded(event::sample_data_src, Field::data_src);
    recorded(event::sample_weight | event::sample_weight_struct, Field::weight);
    recorded(event::sample_weight_struct, Field::ins_lat);
    recorded(event::sample_weight_struct, Field::retire_lat);
    recorded(event::sample_phys_addr, Field::phys_addr);
    recorded(event::sample_data_page_size, Field::data_page_size);
    recorded(event::sample_code_page_size, Field::code_page_size);
  }
  for (const Field field : {Field::ip, Field::sym, Field::symoff, Field::dso}) fields.add(field);
  return fields;
}

void append_start(std::string& out, const ScriptLine& line, std::string_view comm,
                  const records::SampleId& who, std::uint16_t misc) {
  const ScriptFields& fields = line.fields;
  if (fields.has(Field::comm)) {
    if (fields.has(Field::ip) && line.has_chain)
      out += comm;
    else
      append_right(out, comm, 16);
    out += ' ';
  }
  const bool pid = fields.has(Field::pid);
  const bool tid = fields.has(Field::tid);
  if (pid) append_signed(out, who.pid, 7);
  if (pid && tid) out += '/';
  if (tid) append_signed(out, who.tid, 7, pid);
  if (pid || tid) out += ' ';
  if (fields.has(Field::cpu)) append_cpu(out, who.cpu);
  if (fields.has(Field::misc)) append_misc(out, misc);
  if (fields.has(Field::time)) append_time(out, who.time, line.nanoseconds);
}

void append_address(std::string& out, const ScriptFields& fields, const NamedAddress& address,
                    char before) {
  if (fields.has(Field::ip)) {
    if (before != '\0') out += before;
    append_hex(out, address.ip, 16);
  }
  if (fields.has(Field::sym)) {
    out += ' ';
    if (address.symbol == nullptr) {
      out += "[unknown]";
    } else {
      out += *address.symbol;
      if (fields.has(Field::symoff)) {
        out += "+0x";
        append_hex(out, address.offset);
      }
    }
  }
  if (!fields.has(Field::dso)) return;
  out += " (";
  out += address.object == nullptr ? "[unknown]" : *address.object;
  out += ')';
}

void append_data_source(std::string& out, std::uint64_t value) {
  append_hex(out, value, 16);
  const samples::DataSource words = samples::data_source(value);
  out += " |OP " + words.operation + "|LVL " + words.level + "|SNP " + words.snoop + "|TLB " +
         words.tlb + "|LCK " + words.lock + "|BLK  " + words.blocked + "  ";
}

// " ABI:2    AX:0x1  "
void append_registers(std::string& out, const samples::Registers& registers, std::uint64_t mask,
                      unsigned machine) {
  out += " ABI:" + std::to_string(registers.abi) + " ";
  for (const auto& [name, value] : samples::named_registers(registers, mask, machine)) {
    append_right(out, name, 5);
    out += ":0x";
    append_hex(out, value);
    out += ' ';
  }
}

// "4K", "2M", "N/A"
std::string page_size_text(std::uint64_t size) {
  if (size == 0) return "N/A";
  for (const char unit : {'B', 'K', 'M', 'G', 'T'}) {
    if (size < 1024 || size % 1024 != 0) {
      return std::to_string(size) + (unit == 'B' ? "" : std::string(1, unit));
    }
    size /= 1024;
  }
  return std::to_string(size) + "P";
}

// " 0xfrom/0xto/P/-/-/cycles": P predicted, M mispredicted, - unknown.
void append_branches(std::string& out, const samples::Sample& sample) {
  for (std::size_t i = 0; i < sample.branch_count(); ++i) {
    const samples::Branch branch = sample.branch(i);
    out += " 0x";
    append_hex(out, branch.from);
    out += "/0x";
    append_hex(out, branch.to);
    out += '/';
    out += branch.mispred() ? 'M' : branch.predicted() ? 'P' : '-';
    out += branch.in_tx() ? "/X" : "/-";
    out += branch.abort() ? "/A/" : "/-/";
    append_number(out, branch.cycles());
    out += ' ';
  }
}

}  // namespace perf::text
