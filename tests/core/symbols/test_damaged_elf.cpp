#include <doctest/doctest.h>

#include <random>

#include "support.h"
#include "symbols/elf_symbols.h"
#include "symbols/mini_debug.h"

using namespace perf::symbols;

namespace {

// Everything that is read of an untrusted file; the number of symbols.
std::size_t read_all(std::string image) {
  const auto elf = ElfFile::from(std::move(image));
  if (!elf) return 0;
  SymbolTableBuilder builder;
  for (const std::uint32_t type : {SHT_SYMTAB, SHT_DYNSYM}) {
    const Section* table = elf->section_of_type(type);
    if (table != nullptr) add_elf_symbols(*elf, *table, *elf, Addresses::file_offset, builder);
  }
  add_plt_symbols(*elf, builder);
  (void)elf->build_id();
  (void)elf->debug_link();
  (void)mini_debug_file(*elf);
  const SymbolTable table = builder.build();
  for (std::uint32_t i = 0; i < table.size(); ++i) (void)table.find(table.at(i).start);
  return table.size();
}

// A small shared object with everything in it: linkage tables, a debug link, compressed symbols.
std::string patient(const test::Scratch& scratch) {
  const std::string path = test::compile(
      scratch, "patient",
      "extern \"C\" { int puts(const char*); int here(int x) { return puts(\"x\") + x; }\n"
      "int (*taken)(const char*) = puts; int there(int x) { return here(x) * 2; } }",
      "-shared -fPIC -O1 -nostdlib -Wl,-z,lazy,-z,noseparate-code -Wl,--build-id");
  test::run("cd " + (scratch / "") +
            " && objcopy --only-keep-debug patient mini && xz -k mini && "
            "objcopy --add-section .gnu_debugdata=mini.xz --add-gnu-debuglink=mini patient");
  return test::slurp(path);
}

}  // namespace

TEST_CASE("a file cut off anywhere is read as far as it goes") {
  const test::Scratch scratch;
  const std::string whole = patient(scratch);
  const std::size_t symbols = read_all(whole);
  CHECK(symbols >= 4);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::size_t some = read_all(whole.substr(0, size));
    if (some > symbols) FAIL("more symbols at ", size);
  }
}

#ifdef PERFTUI_SANITIZED
constexpr int rounds = 5000;
#else
constexpr int rounds = 20000;
#endif

TEST_CASE("a file with damaged bytes does no harm") {
  const test::Scratch scratch;
  const std::string whole = patient(scratch);
  std::mt19937 random(11);
  for (int round = 0; round < rounds; ++round) {
    std::string damaged = whole;
    for (unsigned i = 0; i <= random() % 4; ++i) {
      // Half of the damage goes where the headers are: to the start and to the section table.
      const std::size_t span = random() % 2 == 0 ? 0 : whole.size();
      const std::size_t place = span != 0           ? random() % span
                                : random() % 2 == 0 ? random() % 1024
                                                    : whole.size() - 1 - random() % 2048;
      damaged[place] = static_cast<char>(random() % 3 == 0 ? 0xff : random());
    }
    read_all(std::move(damaged));
  }
}
