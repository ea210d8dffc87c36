#include <sys/utsname.h>

#include "symbols/by_build_id.h"
#include "symbols/elf_symbols.h"
#include "symbols/kallsyms.h"
#include "symbols/loaders.h"

namespace perf::symbols {
namespace {

constexpr std::size_t largest_kallsyms = std::size_t{256} << 20;

BuildId running_kernel() {
  const base::Result<RegularFile> file = RegularFile::open("/sys/kernel/notes");
  if (!file) return {};
  const base::Result<std::string> notes = file->read_all(std::size_t{1} << 16);
  return notes ? build_id_of_notes(*notes) : BuildId();
}

Found read_kallsyms(const std::string& path, const ObjectId& id) {
  const base::Result<RegularFile> file = RegularFile::open(path);
  if (!file) return Found::nothing(base::sentence(file.error(), path));
  const base::Result<std::string> text = file->read_all(largest_kallsyms);
  if (!text) return Found::nothing(base::sentence(text.error(), path));
  if (!kallsyms_has_addresses(*text)) {
    return Found::nothing(path + ": shows no addresses to this user (see kernel.kptr_restrict)");
  }
  Address delta = 0;
  if (!id.reference_symbol.empty()) {
    const auto address = kallsyms_address(*text, id.reference_symbol);
    if (!address) return Found::nothing(path + ": has no " + id.reference_symbol);
    delta = *address - id.reference_address;
  }
  Kallsyms kallsyms = parse_kallsyms(*text, delta);
  Found found;
  found.symbols = std::move(kallsyms.kernel);
  found.modules = std::move(kallsyms.modules);
  found.file = path;
  found.origin = 'k';
  return found;
}

Found read_vmlinux(const ElfFile& elf, const std::string& path, const ObjectId& id) {
  const Section* table = elf.section_of_type(SHT_SYMTAB);
  if (table == nullptr) return Found::nothing(base::sentence({base::Code::no_symbols}, path));
  Address shift = 0;
  if (!id.reference_symbol.empty()) {
    const auto linked = elf_symbol_value(elf, *table, id.reference_symbol);
    if (!linked) return Found::nothing(path + ": has no " + id.reference_symbol);
    shift = id.reference_address - *linked;
  }
  SymbolTableBuilder builder;
  add_elf_symbols(elf, *table, elf, Addresses::virtual_address, builder);
  for (RawSymbol& symbol : builder.symbols()) {
    symbol.start += shift;
    symbol.end += shift;
  }
  Found found;
  found.symbols = builder.build();
  found.file = path;
  found.code = path;
  found.origin = 'v';
  found.verified = id.build_id.known();
  return found;
}

Found open_vmlinux(const std::string& path, const ObjectId& id) {
  const base::Result<ElfFile> elf =
      id.build_id.known() ? open_elf_of(path, id.build_id) : ElfFile::open(path);
  return elf ? read_vmlinux(*elf, path, id) : Found::nothing(base::sentence(elf.error(), path));
}

std::vector<std::string> vmlinux_paths(const ObjectId& id, const SearchOptions& options) {
  std::vector<std::string> paths = build_id_files(options, id.build_id, {"elf"});
  if (!options.same_machine_type && options.symfs.empty()) return paths;
  std::string release = options.release;
  utsname system{};
  if (release.empty() && options.this_host && ::uname(&system) == 0) release = system.release;
  const std::string& root = options.symfs;
  paths.push_back(root + "/boot/vmlinux");
  if (!release.empty() && release.find('/') == std::string::npos) {
    paths.push_back(root + "/boot/vmlinux-" + release);
    paths.push_back(root + "/usr/lib/debug/boot/vmlinux-" + release);
    paths.push_back(root + "/lib/modules/" + release + "/build/vmlinux");
    paths.push_back(root + "/usr/lib/debug/lib/modules/" + release + "/vmlinux");
    paths.push_back(root + "/usr/lib/debug/boot/vmlinux-" + release + ".debug");
  }
  paths.push_back(build_id_path(root + "/usr/lib/debug", id.build_id) + ".debug");
  return paths;
}

// Without symbols when no kallsyms belongs to the recording.
Found find_kallsyms(const ObjectId& id, const SearchOptions& options) {
  const bool running = id.build_id.known() ? id.build_id == running_kernel() : options.this_host;
  Found found = Found::nothing("no vmlinux or kallsyms of the recorded kernel");
  if (running && options.same_machine_type) found = read_kallsyms("/proc/kallsyms", id);
  if (found.symbols.empty() && id.build_id.known()) {
    std::vector<std::string> paths = build_id_files(options, id.build_id, {"kallsyms"});
    if (!options.build_id_dir.empty()) {
      paths.push_back(options.build_id_dir + "/[kernel.kallsyms]/" + id.build_id.hex() +
                      "/kallsyms");
    }
    for (const std::string& path : paths) {
      Found cached = read_kallsyms(path, id);
      if (!cached.symbols.empty()) {
        found = std::move(cached);
        break;
      }
    }
  }
  found.verified = id.build_id.known() && !found.symbols.empty();
  return found;
}

}  // namespace

Found load_kernel(const ObjectId& id, const SearchOptions& options) {
  if (!options.kallsyms.empty()) return read_kallsyms(options.kallsyms, id);
  if (!options.vmlinux.empty()) return open_vmlinux(options.vmlinux, id);
  if (id.build_id.known()) {
    for (const std::string& path : vmlinux_paths(id, options)) {
      Found found = open_vmlinux(path, id);
      if (!found.symbols.empty()) return found;
    }
  }
  if (!options.symfs.empty())
    return Found::nothing("no vmlinux of the recorded kernel below " + options.symfs);
  return find_kallsyms(id, options);
}

}  // namespace perf::symbols
