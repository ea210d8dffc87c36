// Small helpers of this room's tests: tools run and read, binaries made.
#pragma once

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/scratch.h"
#include "symbols/demangle.h"
#include "symbols/elf_file.h"
#include "symbols/object.h"

namespace test {

namespace fs = std::filesystem;

inline std::string slurp(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// The output of a command, which must succeed.
inline std::string run(const std::string& command) {
  std::string text;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  char piece[4096];
  for (std::size_t got = 0; (got = std::fread(piece, 1, sizeof piece, pipe)) > 0;) {
    text.append(piece, got);
  }
  if (::pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
  return text;
}

inline std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

inline std::string compile(const Scratch& scratch, const std::string& name,
                           const std::string& source, const std::string& flags) {
  const std::string code = scratch.write(name + ".cpp", source);
  run("g++ " + flags + " -o " + (scratch / name) + " " + code);
  return scratch / name;
}

inline perf::symbols::BuildId build_id(const std::string& path) {
  const auto elf = perf::symbols::ElfFile::open(path);
  return elf ? elf->build_id() : perf::symbols::BuildId();
}

// What a recording with build ids says of a file.
inline perf::symbols::ObjectId recorded(const std::string& path) {
  perf::symbols::ObjectId id;
  id.kind = perf::symbols::Kind::elf;
  id.path = path;
  id.build_id = build_id(path);
  return id;
}

// What one without build ids says of it.
inline perf::symbols::ObjectId recorded_by_inode(const std::string& path) {
  perf::symbols::ObjectId id;
  id.kind = perf::symbols::Kind::elf;
  id.path = path;
  struct stat status {};
  ::stat(path.c_str(), &status);
  id.has_inode = true;
  id.inode = status.st_ino;
  id.device_major = major(status.st_dev);
  id.device_minor = minor(status.st_dev);
  id.inode_generation = std::strtoull(
      run("lsattr -v " + path + " 2>/dev/null | cut -d' ' -f1; true").c_str(), nullptr, 10);
  return id;
}

inline std::shared_ptr<perf::symbols::SearchOptions> this_host() {
  auto options = std::make_shared<perf::symbols::SearchOptions>();
  options->this_host = true;
  return options;
}

// The name that is shown for an address, "-" for none.
inline std::string name_at(const perf::symbols::SymbolTable& table, std::uint64_t address) {
  const std::uint32_t index = table.find(address);
  if (index == perf::base::no_index) return "-";
  return perf::symbols::demangle(table.raw_name(index));
}

// The address that the table gives to a name as the object spells it, ~0 when it has none.
inline std::uint64_t start_of(const perf::symbols::SymbolTable& table, std::string_view raw_name) {
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    if (table.raw_name(i) == raw_name) return table.at(i).start;
  }
  return ~std::uint64_t{0};
}

}  // namespace test
