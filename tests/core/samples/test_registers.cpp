#include <doctest/doctest.h>
#include <elf.h>

#include "samples/registers.h"

using perf::samples::register_name;

TEST_CASE("registers are called as their machine calls them") {
  CHECK(register_name(EM_X86_64, 0) == "AX");
  CHECK(register_name(EM_X86_64, 9) == "FLAGS");
  CHECK(register_name(EM_X86_64, 23) == "R15");
  CHECK(register_name(EM_X86_64, 33) == "XMM0");
  CHECK(register_name(EM_AARCH64, 29) == "x29");
  CHECK(register_name(EM_AARCH64, 30) == "lr");
  CHECK(register_name(EM_AARCH64, 31) == "sp");
  CHECK(register_name(EM_AARCH64, 32) == "pc");
  CHECK(register_name(EM_AARCH64, 46) == "vg");
  CHECK(register_name(EM_ARM, 13) == "sp");
  CHECK(register_name(EM_RISCV, 0) == "pc");
  CHECK(register_name(EM_RISCV, 31) == "t6");
  CHECK(register_name(EM_PPC64, 31) == "r31");
  CHECK(register_name(EM_PPC64, 32) == "nip");
  CHECK(register_name(EM_S390, 15) == "R15");
  CHECK(register_name(EM_S390, 16) == "FP0");
  CHECK(register_name(EM_S390, 33) == "PC");
  CHECK(register_name(EM_MIPS, 1) == "$1");
  CHECK(register_name(EM_MIPS, 26) == "$28");
  CHECK(register_name(258, 31) == "%r31");
}

TEST_CASE("what is not known keeps its number") {
  CHECK(register_name(0, 12) == "reg12");
  CHECK(register_name(EM_X86_64, 24) == "reg24");
  CHECK(register_name(EM_ARM, 40) == "reg40");
}
