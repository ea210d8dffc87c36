#include <algorithm>

#include "symbols/by_build_id.h"
#include "symbols/elf_symbols.h"
#include "symbols/loaders.h"

namespace perf::symbols {
namespace {

Found read(const ElfFile& elf, const std::string& path, const ObjectId& id) {
  const Section* table = elf.section_of_type(SHT_SYMTAB);
  if (table == nullptr) return Found::nothing(base::sentence({base::Code::no_symbols}, path));
  SymbolTableBuilder builder;
  add_elf_symbols(elf, *table, elf, Addresses::text_offset, builder);
  for (RawSymbol& symbol : builder.symbols()) {
    symbol.start += id.start;
    symbol.end += id.start;
  }
  Found found;
  found.symbols = builder.build();
  found.file = path;
  found.origin = 'K';
  found.code = path;
  found.verified = id.build_id.known();
  return found;
}

}  // namespace

std::string module_name(std::string_view path) {
  if (path.starts_with('[') && path.ends_with(']'))
    return std::string(path.substr(1, path.size() - 2));
  std::string name(path.substr(path.rfind('/') + 1));
  name.resize(std::min(name.find(".ko"), name.size()));
  std::ranges::replace(name, '-', '_');
  return name;
}

Found load_module(const ObjectId& id, const SearchOptions& options) {
  std::vector<std::string> paths = build_id_files(options, id.build_id, {"elf", "debug"});
  const bool host = options.same_machine_type && id.build_id.known();
  if (id.path.starts_with('/') && (host || !options.symfs.empty())) {
    paths.push_back(options.symfs + id.path);
    paths.push_back(options.symfs + "/usr/lib/debug" + id.path);
  }
  Found found = Found::nothing(id.path + ": no file with the recorded build id");
  for (const std::string& path : paths) {
    const base::Result<ElfFile> elf =
        id.build_id.known() ? open_elf_of(path, id.build_id) : ElfFile::open(path);
    found = elf ? read(*elf, path, id) : Found::nothing(base::sentence(elf.error(), path));
    if (!found.symbols.empty()) break;
  }
  return found;
}

}  // namespace perf::symbols
