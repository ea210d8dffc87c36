// Records of what was there before the counting began: the kernel, its modules, and the processes
// that run, as /proc tells of them and in the form in which the kernel would have (perf's own
// synthesised records, Documentation/perf.data-file-format.txt). It reads no object files.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <tuple>

#include "bytes/builder.h"

namespace perf::live {

struct SynthesisOptions {
  std::size_t trailer = 0;  // bytes of the sample_id that ends each record; they are zeros
  bool mmap_data = false;   // mappings that hold no code too
  bool namespaces = false;  // those of each thread
  bool kernel_end = true;   // false: the kernel's size is 0, unknown, and known sooner
  // The build id of a file; empty: mappings carry inodes.
  std::function<std::vector<std::uint8_t>(const std::string& path)> build_id;
  std::string proc = "/proc", sys = "/sys";
};

class Synthesizer {
 public:
  // Appends whole records to `out`, which must outlive it.
  Synthesizer(SynthesisOptions options, std::vector<std::uint8_t>& out)
      : options_(std::move(options)), out_(out) {}

  // The kernel and its modules; false where addresses are hidden (kptr_restrict).
  bool kernel();
  // The cgroups that samples may name, by the kernel's numbers for them.
  void cgroups();
  // A process with its threads and mappings. One that has ended leaves what was read of it.
  void process(int pid);
  // The kernel and these processes, read side by side: processes may end any time, and the kernel
  // takes long to write its symbols.
  void running(const std::vector<int>& pids);

 private:
  struct Mapping;
  void task(int pid, int tid, int parent);
  void namespaces(int pid, int tid, const std::string& folder);
  void cgroup(const std::filesystem::path& directory, const std::string& name);
  void mappings(int pid);
  void mapping(int pid, const Mapping& mapping);
  void modules();
  void kernel_mapping(std::uint64_t start, std::uint64_t size, std::uint64_t pgoff,
                      const std::string& name, const std::vector<std::uint8_t>& build_id);
  void put(std::uint32_t type, std::uint16_t misc, bytes::Builder& body);
  [[nodiscard]] std::vector<std::uint8_t> note_of(const std::string& path) const;

  const std::vector<std::uint8_t>& build_id_of(int pid, const Mapping& mapping);

  SynthesisOptions options_;
  // By device and inode.
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>, std::vector<std::uint8_t>>
      build_ids_;
  std::vector<std::uint8_t>& out_;
};

}  // namespace perf::live
