#include <unistd.h>

#include <charconv>
#include <fstream>

#include "symbols/loaders.h"
#include "symbols/symbol_table_builder.h"

namespace perf::symbols {
namespace {

constexpr std::size_t largest_map = std::size_t{256} << 20;
// Of a map that is written again and again.
constexpr std::size_t most_symbols = std::size_t{4} << 20;
constexpr std::size_t longest_check = 256;  // bytes

bool trusted_owner(const struct stat& status, const ObjectId& id) {
  return status.st_uid == 0 || status.st_uid == ::geteuid() || status.st_uid == id.uid;
}

// A hexadecimal number and the character behind it, cut off `line`.
bool take_number(std::string_view& line, Address& number) {
  if (line.starts_with("0x")) line.remove_prefix(2);
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number, 16);
  if (error != std::errc() || end == line.data() + line.size()) return false;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()) + 1);
  return true;
}

// Adds lines of "start size name". A line still being written, without its end, does not count.
void parse(std::string_view text, Found& found) {
  SymbolTableBuilder builder;
  for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos;) {
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    Address start = 0;
    Address size = 0;
    if (!take_number(line, start) || !take_number(line, size) || line.empty()) continue;
    builder.add({.start = start,
                 .end = start + std::min(size, ~start),
                 .name = line,
                 .module = {},
                 .binding = 'g'});
  }
  found.symbols = builder.build_onto(std::move(found.symbols));
}

std::string_view refusal(const RegularFile& file, const ObjectId& id) {
  const struct stat& status = file.status();
  if (!trusted_owner(status, id)) return ": belongs to another user";
  if (static_cast<std::uint64_t>(status.st_size) > largest_map) return ": is larger than 256 MiB";
  if (static_cast<std::uint64_t>(status.st_mtime) < id.process_started) {
    return ": is older than the process";
  }
  return {};
}

// The name of the map in the process's own /tmp: by the pid that it has there.
std::string path_inside(const ObjectId& id, const SearchOptions& options) {
  const std::string root = root_of_process(id, options);
  std::ifstream status(root.empty() ? root
                                    : options.processes + "/" + std::to_string(id.pid) + "/status");
  constexpr std::string_view name = "NSpid:";
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(name)) continue;
    return root + "/tmp/perf-" + line.substr(line.find_last_of(" \t") + 1) + ".map";
  }
  return {};
}

// Where to read on: at the start of a file that was written anew.
std::size_t rest_of(const RegularFile& file, const Found& before) {
  const std::size_t begin = before.read - before.last.size();
  const base::Result<std::string> last = file.read_all(before.read, begin);
  return last && *last == before.last ? before.read : 0;
}

// Adds what is in the file to what was found in it before; nothing when there is no whole line.
Found load(const std::string& path, const ObjectId& id, const Found& before) {
  const base::Result<RegularFile> file = RegularFile::open(path, Links::refuse);
  if (!file) return Found::nothing(base::sentence(file.error(), path));
  if (const auto why = refusal(*file, id); !why.empty()) {
    return Found::nothing(std::string(path).append(why));
  }
  const std::size_t begin = rest_of(*file, before);
  const base::Result<std::string> text = file->read_all(largest_map, begin);
  if (!text) return Found::nothing(base::sentence(text.error(), path));
  const std::size_t end = text->rfind('\n') + 1;  // 0: there is none
  if (!before.symbols.empty() && end == 0) return {};
  Found found = before;
  parse(std::string_view(*text).substr(0, end), found);
  found.read = begin + end;
  found.last = text->substr(end - std::min(end, longest_check), std::min(end, longest_check));
  found.file = path;
  found.origin = 'j';
  found.why_nothing = found.symbols.empty() ? path + ": names no function" : std::string();
  return found;
}

}  // namespace

Found load_perf_map(const ObjectId& id, const SearchOptions& options) {
  const std::string path = options.symfs + "/tmp/perf-" + std::to_string(id.pid) + ".map";
  if (!options.this_host && options.symfs.empty()) {
    return Found::nothing(path + ": the recording is of another machine");
  }
  Found found = load(path, id, {});
  if (!found.symbols.empty()) return found;
  const std::string inside = path_inside(id, options);
  if (inside.empty()) return found;
  Found other = load(inside, id, {});
  return other.symbols.empty() ? found : other;
}

Found grown_perf_map(const ObjectId& id, const SearchOptions& options, const Found& before) {
  if (before.file.empty()) return load_perf_map(id, options);
  struct stat status {};
  const bool same = ::stat(before.file.c_str(), &status) == 0 &&
                    static_cast<std::uint64_t>(status.st_size) == before.read;
  if (same || before.symbols.size() >= most_symbols) return {};
  return load(before.file, id, before);
}

}  // namespace perf::symbols
