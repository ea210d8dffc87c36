// The BPF programs that a recording lists (feature BPF_PROG_INFO): what a kernel tells of each in a
// struct bpf_prog_info (linux/bpf.h), with the arrays that it points to behind it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bytes/cursor.h"

namespace perf::file {

// A function of a program, as the kernel compiled it.
struct BpfFunction {
  std::string tag;  // 16 hexadecimal digits
  std::uint64_t address = 0;
  std::uint32_t size = 0;
};

struct BpfProgram {
  std::uint32_t id = 0;
  std::string name;  // of the program, at most 15 characters, may be empty
  std::vector<BpfFunction> functions;
};

// As many as the bytes hold whole.
std::vector<BpfProgram> read_bpf_programs(bytes::Cursor& in);

// The kernel's symbol of a function: "bpf_prog_<tag>_<name>".
std::string bpf_symbol(const BpfProgram& program, const BpfFunction& function);

}  // namespace perf::file
