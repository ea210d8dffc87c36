#include "symbols/by_build_id.h"

namespace perf::symbols {

std::string build_id_path(const std::string& root, const BuildId& id) {
  if (id.size < 2) return {};
  const std::string hex = id.hex();
  return root + "/.build-id/" + hex.substr(0, 2) + "/" + hex.substr(2);
}

std::vector<std::string> build_id_files(const std::string& root, const BuildId& id,
                                        const std::vector<std::string_view>& kinds) {
  const std::string path = root.empty() ? root : build_id_path(root, id);
  std::vector<std::string> paths;
  if (path.empty()) return paths;
  for (const std::string_view kind : kinds) paths.push_back(path + "/" + std::string(kind));
  paths.push_back(path);  // itself the file, as old perfs and most other stores have it
  paths.push_back(path + ".debug");
  return paths;
}

std::vector<std::string> build_id_files(const SearchOptions& options, const BuildId& id,
                                        const std::vector<std::string_view>& kinds) {
  std::vector<std::string> paths;
  const auto add = [&](const std::string& root) {
    for (std::string& path : build_id_files(root, id, kinds)) paths.push_back(std::move(path));
  };
  for (const std::string& root : options.extra_dirs) add(root);
  add(options.build_id_dir);
  return paths;
}

base::Result<ElfFile> open_elf_of(const std::string& path, const BuildId& id) {
  base::Result<ElfFile> elf = ElfFile::open(path);
  if (elf && elf->build_id() != id) return base::Code::build_id_mismatch;
  return elf;
}

}  // namespace perf::symbols
