// One binary that a recording names (ELF file, kernel, module, vdso, perf map) and its symbols,
// loaded when first asked for, and again only as grown() and take() say. It knows no process and no
// perf.data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "symbols/build_id.h"
#include "symbols/found.h"
#include "symbols/search.h"
#include "symbols/symbol_table.h"

namespace perf::symbols {

enum class Kind : std::uint8_t { elf, kernel, module, vdso, perf_map, ksymbol, unknown };

// What the recording says of an object. Zero and empty mean that it does not say.
struct ObjectId {
  Kind kind = Kind::unknown;
  std::string path;  // as recorded; of a module its .ko file or "[name]"
  BuildId build_id;

  // Of the file, from MMAP2; has_inode is false when the record had a build id in their place.
  bool has_inode = false;
  std::uint32_t device_major = 0;
  std::uint32_t device_minor = 0;
  std::uint64_t inode = 0;
  std::uint64_t inode_generation = 0;

  // kernel: the symbol whose address the recording notes ("_text", "_stext") and that address, so
  // that symbols of the same kernel at another base are shifted.
  std::string reference_symbol;
  Address reference_address = 0;

  Address start = 0;  // module, ksymbol: where the kernel had loaded it
  Address end = 0;    // ksymbol

  // elf: a process that maps it, 0: unknown. perf_map: whose map it is, whose files besides root's
  // and ours count, and since when.
  std::uint32_t pid = 0;
  std::uint32_t uid = ~0U;            // ~0: unknown
  std::uint64_t process_started = 0;  // seconds since the epoch, 0: unknown
};

// Every method but take() may be called from any thread. The addresses of its table are
//   elf       file offsets: ip - map.start + map.pgoff
//   vdso      offsets in the vdso's image, likewise
//   kernel, module, perf_map, ksymbol   absolute addresses
class Object {
 public:
  // `kernel`: for a module, the kernel it was loaded into, whose kallsyms then serve both.
  Object(ObjectId id, std::shared_ptr<const SearchOptions> options,
         std::shared_ptr<const Object> kernel = nullptr);

  [[nodiscard]] const ObjectId& id() const { return id_; }
  // Empty when nothing trustworthy was found.
  [[nodiscard]] const SymbolTable& symbols() const;
  // False: accepted without a build id to compare (or nothing was found at all).
  [[nodiscard]] bool verified() const;
  [[nodiscard]] const std::string& found_at() const;  // the file of the symbols, empty: none
  // What kind of place that is, in perf's letters: k kallsyms, v vmlinux, K module, j perf map,
  // d the object itself, l debug link, B D build-id cache, f u b /usr/lib/debug, o .debug; ! none.
  [[nodiscard]] char origin() const;
  [[nodiscard]] const std::string& why_nothing()
      const;  // one sentence when there are none, else empty
  // elf: the virtual address that addr2line and objdump want for a file offset; identity otherwise.
  [[nodiscard]] std::uint64_t to_virtual(std::uint64_t file_offset) const;
  // perf_map: what was found, and what has been added to the map since; no symbols: nothing was.
  [[nodiscard]] Found grown() const;
  // Shows this from now on. Nobody else asks meanwhile.
  void take(Found grown) const;
  // elf, vdso: a file with the object's code (found_at may be its debug file), empty: none.
  [[nodiscard]] const std::string& code_at() const;

 private:
  struct Loaded;
  [[nodiscard]] const Loaded& loaded() const;
  void load(Loaded& loaded) const;
  void load_as_module(Loaded& loaded) const;

  ObjectId id_;
  std::shared_ptr<const SearchOptions> options_;
  std::shared_ptr<const Object> kernel_;
  std::shared_ptr<Loaded> loaded_;  // copies of an object share it
};

}  // namespace perf::symbols
