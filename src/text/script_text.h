// `perf script`'s lines: the fields of one sample or record, in perf's order and widths. What an
// address is called is looked up by the caller.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/parse.h"
#include "samples/data_source.h"
#include "samples/registers.h"
#include "samples/sample.h"

namespace perf::text {

enum class ScriptField : unsigned {
  comm,
  tid,
  pid,
  time,
  cpu,
  event,
  period,
  trace,
  addr,
  ip,
  sym,
  symoff,
  dso,
  misc,
  data_src,
  weight,
  ins_lat,
  retire_lat,
  cgroup,
  iregs,
  uregs,
  phys_addr,
  data_page_size,
  code_page_size,
  brstack,
};

// A set of fields.
class ScriptFields {
 public:
  void add(ScriptField field) { bits_ |= bit(field); }
  void remove(ScriptField field) { bits_ &= ~bit(field); }
  void add(const ScriptFields& other) { bits_ |= other.bits_; }
  void remove(const ScriptFields& other) { bits_ &= ~other.bits_; }
  [[nodiscard]] bool has(ScriptField field) const { return (bits_ & bit(field)) != 0; }
  bool operator==(const ScriptFields&) const = default;

 private:
  static std::uint32_t bit(ScriptField field) { return 1U << static_cast<unsigned>(field); }
  std::uint32_t bits_ = 0;
};

std::optional<ScriptField> script_field_named(std::string_view name);
// What perf prints for an event of this kind when nothing is chosen.
ScriptFields default_script_fields(const event::Attr& attr);

// An address with its names, as they are shown.
struct NamedAddress {
  base::Address ip = 0;
  const std::string* symbol = nullptr;  // nullptr: unknown
  std::uint64_t offset = 0;             // in the symbol
  const std::string* object = nullptr;  // nullptr: nothing is mapped there
};

struct ScriptLine {
  ScriptFields fields;
  bool nanoseconds = false;
  bool has_chain = false;  // the sample's event records chains, and they are shown
  std::size_t event_width = 0;
};

// The part that samples and other records share: task, CPU, time.
void append_start(std::string& out, const ScriptLine& line, std::string_view comm,
                  const records::SampleId& who, std::uint16_t misc);
void append_address(std::string& out, const ScriptFields& fields, const NamedAddress& address,
                    char before);
void append_branches(std::string& out, const samples::Sample& sample);
void append_data_source(std::string& out, std::uint64_t value);
// `mask` is the event's; `machine` the ELF machine, whose registers these are.
void append_registers(std::string& out, const samples::Registers& registers, std::uint64_t mask,
                      unsigned machine);
// "4K"; "N/A" for 0.
std::string page_size_text(std::uint64_t size);

}  // namespace perf::text
