#include "file/bpf_programs.h"

#include <algorithm>
#include <cstdio>

namespace perf::file {
namespace {

using bytes::Cursor;
using bytes::View;

// Where the fields lie that we read, of struct bpf_prog_info.
enum Field : std::size_t {
  id = 4,
  name = 64,
  nr_jited_ksyms = 104,
  nr_jited_func_lens = 108,
  jited_ksyms = 112,
  jited_func_lens = 120,
  nr_prog_tags = 180,
  prog_tags = 184,
};
constexpr std::size_t name_size = 16;
constexpr std::size_t tag_size = 8;

// A struct of a file and the data behind it; a field that it does not have is 0.
class Info {
 public:
  Info(View info, View data, bool swap) : info_(info), data_(data), swap_(swap) {}

  template <class T>
  [[nodiscard]] T at(std::size_t offset) const {
    if (offset + sizeof(T) > info_.size()) return 0;
    return Cursor(info_.subspan(offset), swap_).read<T>();
  }
  [[nodiscard]] std::string text(std::size_t offset, std::size_t size) const {
    if (offset + size > info_.size()) return {};
    return std::string(Cursor(info_.subspan(offset)).text(size));
  }
  // The array that the pointer at `offset` refers to: a place in the data.
  [[nodiscard]] Cursor array(std::size_t offset) const {
    const auto place = std::min<std::uint64_t>(at<std::uint64_t>(offset), data_.size());
    return Cursor(data_.subspan(place), swap_);
  }

 private:
  View info_, data_;
  bool swap_;
};

std::string hexadecimal(View bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", byte);
    text += digits;
  }
  return text;
}

BpfProgram program_of(const Info& info) {
  BpfProgram program;
  program.id = info.at<std::uint32_t>(Field::id);
  program.name = info.text(Field::name, name_size);
  const auto count = std::min({info.at<std::uint32_t>(Field::nr_jited_ksyms),
                               info.at<std::uint32_t>(Field::nr_jited_func_lens),
                               info.at<std::uint32_t>(Field::nr_prog_tags)});
  Cursor addresses = info.array(Field::jited_ksyms);
  Cursor sizes = info.array(Field::jited_func_lens);
  Cursor tags = info.array(Field::prog_tags);
  for (std::uint32_t i = 0; i < count; ++i) {
    BpfFunction function;
    function.address = addresses.read<std::uint64_t>();
    function.size = sizes.read<std::uint32_t>();
    function.tag = hexadecimal(tags.take(tag_size));
    if (!addresses.ok() || !sizes.ok() || !tags.ok()) break;
    program.functions.push_back(std::move(function));
  }
  return program;
}

}  // namespace

// u32 count, then each { u32 info_len, u32 data_len, u64 arrays, info, data }.
std::vector<BpfProgram> read_bpf_programs(Cursor& in) {
  std::vector<BpfProgram> programs;
  const auto count = in.read<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    const auto info_size = in.read<std::uint32_t>();
    const auto data_size = in.read<std::uint32_t>();
    in.skip(8);  // which arrays are there
    const View info = in.take(info_size);
    const View data = in.take(data_size);
    if (in.ok()) programs.push_back(program_of({info, data, in.swaps()}));
  }
  return programs;
}

std::string bpf_symbol(const BpfProgram& program, const BpfFunction& function) {
  std::string symbol = "bpf_prog_" + function.tag;
  if (program.functions.size() != 1) return symbol + "_F";
  if (!program.name.empty()) symbol += "_" + program.name;
  return symbol;
}

}  // namespace perf::file
