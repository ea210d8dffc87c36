// Every binary that the recording names, each once: by path and build id (or inode), with the names
// under which perf shows it. Symbols are the symbols room's; mappings refer to objects by number.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "symbols/object.h"

namespace perf::machine {

struct KnownObject {
  std::string short_name;  // "libc.so.6", "[kernel.kallsyms]", "[JIT] tid 12"
  std::string long_name;   // the path
  std::string name;  // as `perf script` shows it: of a module, the path only if a build id has it
  std::shared_ptr<const symbols::Object> object;
};

class Objects {
 public:
  explicit Objects(std::shared_ptr<const symbols::SearchOptions> options)
      : options_(std::move(options)) {}

  // The build ids of the header, by file name, for mappings that carry none.
  void note_build_id(const std::string& path, const symbols::BuildId& build_id);
  // Likewise the kernel's, where the header lists it under its file: it goes by that name then.
  void note_kernel(const std::string& path, const symbols::BuildId& build_id);

  std::uint32_t add(symbols::ObjectId id, std::shared_ptr<const symbols::Object> kernel = nullptr);

  [[nodiscard]] const KnownObject& at(std::uint32_t index) const { return objects_[index]; }
  [[nodiscard]] std::size_t size() const { return objects_.size(); }

 private:
  // Path, build id, device or start, inode, its generation.
  using Key =
      std::tuple<std::string, symbols::BuildId, std::uint64_t, std::uint64_t, std::uint64_t>;
  [[nodiscard]] std::uint32_t known(Key key) const;

  std::shared_ptr<const symbols::SearchOptions> options_;
  std::deque<KnownObject> objects_;
  std::map<Key, std::uint32_t> by_id_;
  std::map<std::string, symbols::BuildId> header_build_ids_;
  std::string kernel_file_;  // empty: it has no other name
  symbols::BuildId kernel_build_id_;
};

}  // namespace perf::machine
