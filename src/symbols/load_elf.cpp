#include <linux/fs.h>
#include <lzma.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "symbols/by_build_id.h"
#include "symbols/elf_symbols.h"
#include "symbols/loaders.h"
#include "symbols/mini_debug.h"

namespace perf::symbols {
namespace {

// True too when the file system does not tell, or perf did not know: it then wrote 0.
bool same_generation(const RegularFile& file, const ObjectId& id) {
  if (id.inode_generation == 0) return true;
  std::uint64_t generation = 0;  // file systems write four or eight bytes
  if (::ioctl(file.descriptor(), FS_IOC_GETVERSION, &generation) != 0) return true;
  return static_cast<std::uint32_t>(generation) == static_cast<std::uint32_t>(id.inode_generation);
}

// Layered file systems, as of containers, give the kernel and their users different devices.
bool same_device(const struct stat& status, const ObjectId& id) {
  return major(status.st_dev) == id.device_major && minor(status.st_dev) == id.device_minor;
}

// Why a file may not stand for an object that was recorded without a build id; empty: it may. What
// a process has at its own path `through_process` is the file by its number alone.
std::string_view refusal(const RegularFile& file, const ObjectId& id, const SearchOptions& options,
                         bool through_process) {
  if (!options.symfs.empty()) return {};  // the user's own word
  if (!options.this_host) return ": no build id, and recorded on another machine";
  if (!id.has_inode) return ": neither build id nor inode was recorded";
  const struct stat& status = file.status();
  if (status.st_ino != id.inode || !(through_process || same_device(status, id)) ||
      !same_generation(file, id)) {
    return ": is another file than the one recorded";
  }
  const bool newer = static_cast<std::uint64_t>(status.st_mtime) > options.recorded_at;
  return newer && options.recorded_at != 0 ? ": is newer than the recording" : "";
}

std::uint32_t crc_of(const RegularFile& file) {
  std::array<std::uint8_t, 65536> piece{};
  std::uint32_t crc = 0;
  off_t offset = 0;
  for (ssize_t got = 0; (got = ::pread(file.descriptor(), piece.data(), piece.size(), offset)) > 0;
       offset += got) {
    crc = lzma_crc32(piece.data(), static_cast<std::size_t>(got), crc);
  }
  return crc;
}

struct Candidate {
  std::shared_ptr<ElfFile> elf;
  std::string path;
  char origin = '!';
};

// The file with the full symbol table and the file that runs, often one and the same.
class ElfSearch {
 public:
  ElfSearch(const ObjectId& id, const SearchOptions& options)
      : id_(id),
        options_(options),
        wanted_(id.build_id),
        root_(options.symfs),
        path_(root_ + id.path) {}

  Found load() {
    open_own();
    if (own_.elf == nullptr && !wanted_.known()) return Found::nothing(path_ + why_);
    collect();
    if (runtime_.elf == nullptr) runtime_ = own_.elf != nullptr ? own_ : symbols_;
    if (runtime_.elf == nullptr) {
      return Found::nothing(why_.empty() ? path_ + ": no file with the recorded build id"
                                         : path_ + why_);
    }
    return read();
  }

 private:
  [[nodiscard]] bool paths_allowed() const {
    return id_.path.starts_with('/') && (!options_.symfs.empty() || options_.same_machine_type);
  }

  // The file at the recorded path, or at that path in a file system of its process alone.
  void open_own() {
    if (!paths_allowed()) {
      why_ =
          id_.path.starts_with('/') ? ": recorded on a machine of another kind" : ": is not a file";
      return;
    }
    why_ = open_at(path_, false);
    const std::string root = root_of_process(id_, options_);
    if (own_.elf != nullptr || root.empty() || !open_at(root + id_.path, true).empty()) return;
    root_ = root;
    path_ = own_.path;
  }

  // Why it is not there; empty: it is our own.
  std::string open_at(const std::string& path, bool through_process) {
    base::Result<ElfFile> elf = wanted_.known() ? open_elf_of(path, wanted_) : ElfFile::open(path);
    if (!elf) return base::sentence(elf.error(), path).substr(path.size());
    if (!wanted_.known()) {
      const std::string_view why = refusal(elf->file(), id_, options_, through_process);
      if (!why.empty()) return std::string(why);
      wanted_ = elf->build_id();
    }
    own_ = {std::make_shared<ElfFile>(std::move(*elf)), path, 'd'};
    return {};
  }

  [[nodiscard]] bool done() const { return symbols_.elf != nullptr && runtime_.elf != nullptr; }

  // perf's order; the first of each kind counts.
  void collect() {
    for (const std::string& root : options_.extra_dirs) {
      try_store(root);
    }
    try_debug_link();
    try_store(options_.build_id_dir);
    if (paths_allowed()) {
      const std::string debug = root_ + "/usr/lib/debug";
      try_path(debug + id_.path + ".debug", 'f');
      try_path(debug + id_.path, 'u');
      try_path(build_id_path(debug, wanted_) + ".debug", 'b');
      if (root_ != options_.symfs) {
        try_path(build_id_path(options_.symfs + "/usr/lib/debug", wanted_) + ".debug", 'b');
      }
    }
    if (own_.elf != nullptr) take(own_);
    const auto slash = path_.rfind('/');
    if (paths_allowed()) try_path(path_.substr(0, slash) + "/.debug" + path_.substr(slash), 'o');
  }

  void take(const Candidate& candidate) {
    const ElfFile& elf = *candidate.elf;
    if (symbols_.elf == nullptr && elf.section_of_type(SHT_SYMTAB) != nullptr) symbols_ = candidate;
    if (runtime_.elf == nullptr && elf.section_of_type(SHT_DYNSYM) != nullptr) runtime_ = candidate;
  }

  void try_store(const std::string& root) {
    for (const std::string& path : build_id_files(root, wanted_, {"elf", "debug"})) {
      try_path(path, path.ends_with("debug") ? 'D' : 'B');
    }
  }

  void try_path(const std::string& path, char origin) {
    if (done() || !wanted_.known()) return;
    base::Result<ElfFile> elf = open_elf_of(path, wanted_);
    if (elf) take({std::make_shared<ElfFile>(std::move(*elf)), path, origin});
  }

  void try_debug_link() {
    const auto link = own_.elf == nullptr ? std::nullopt : own_.elf->debug_link();
    if (!link) return;
    const std::string directory = id_.path.substr(0, id_.path.rfind('/'));
    for (const std::string& place :
         {root_ + directory, root_ + directory + "/.debug", root_ + "/usr/lib/debug" + directory}) {
      const std::string path = place + "/" + link->name;
      if (done() || path == path_) continue;
      base::Result<ElfFile> elf = ElfFile::open(path);
      if (!elf || !belongs(*elf, *link)) continue;
      take({std::make_shared<ElfFile>(std::move(*elf)), path, 'l'});
    }
  }

  [[nodiscard]] bool belongs(const ElfFile& elf, const DebugLink& link) const {
    const BuildId id = elf.build_id();
    if (id.known() && wanted_.known()) return id == wanted_;
    return crc_of(elf.file()) == link.crc;
  }

  Found read() {
    SymbolTableBuilder builder;
    base::Result<ElfFile> mini = base::Code::no_symbols;
    if (symbols_.elf == nullptr) {
      symbols_ = runtime_;
      mini = mini_debug_file(*runtime_.elf);
      if (mini) add(*mini, SHT_SYMTAB, builder);
    }
    add(*symbols_.elf, SHT_SYMTAB, builder);
    add(*symbols_.elf, SHT_DYNSYM, builder);
    if (!builder.symbols().empty()) add_plt_symbols(*runtime_.elf, builder);
    Found found;
    found.symbols = builder.build();
    found.segments = runtime_.elf->segments();
    found.verified = id_.build_id.known();
    found.code = runtime_.path;
    found.file = symbols_.path;
    found.origin = symbols_.origin;
    if (found.symbols.empty())
      found.why_nothing = base::sentence({base::Code::no_symbols}, found.file);
    return found;
  }

  void add(const ElfFile& elf, std::uint32_t type, SymbolTableBuilder& builder) const {
    const Section* table = elf.section_of_type(type);
    if (table == nullptr) return;
    add_elf_symbols(elf, *table, *runtime_.elf, Addresses::file_offset, builder);
  }

  const ObjectId& id_;
  const SearchOptions& options_;
  BuildId wanted_;    // the one recorded, else that of the file at the recorded path
  std::string root_;  // of the files that are looked for
  std::string path_;  // the recorded one, below the root
  std::string why_;   // the file there does not count
  Candidate own_;
  Candidate symbols_;
  Candidate runtime_;
};

}  // namespace

std::string root_of_process(const ObjectId& id, const SearchOptions& options) {
  if (options.processes.empty() || !options.symfs.empty() || id.pid == 0) return {};
  return options.processes + "/" + std::to_string(id.pid) + "/root";
}

Found load_elf(const ObjectId& id, const SearchOptions& options) {
  return ElfSearch(id, options).load();
}

}  // namespace perf::symbols
