// What a search for an object's symbols came to. Plain data that passes from the loaders to Object.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "symbols/elf_file.h"
#include "symbols/symbol_table.h"

namespace perf::symbols {

struct Found {
  SymbolTable symbols;
  std::map<std::string, SymbolTable, std::less<>> modules;  // of a kernel's kallsyms, by "name"
  std::vector<Segment> segments;                            // of an ELF file
  bool verified = false;
  char origin = '!';        // perf's letter for where they came from; '!': nowhere
  std::string file;         // of the symbols
  std::string code;         // the file that runs
  std::string why_nothing;  // a sentence, empty when there are symbols
  // Of a perf map: its bytes that were read, up to the end of a line, and the last of them.
  std::size_t read = 0;
  std::string last;

  static Found nothing(std::string why) {
    Found found;
    found.why_nothing = std::move(why);
    return found;
  }
};

}  // namespace perf::symbols
