#include "live/synthesize.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>

#include "base/parallel.h"
#include "event/abi.h"
#include "live/cgroups.h"
#include "live/cpus_and_threads.h"
#include "live/system_files.h"

namespace perf::live {
namespace {

using bytes::Builder;

constexpr std::size_t longest_name = 4096;
constexpr std::size_t most_cgroups = 1 << 20;  // with the files in them
constexpr std::size_t most_mappings = 1 << 20;
constexpr std::size_t build_id_room = 20;
constexpr std::uint32_t host_kernel = 0xffffffffU;  // the pid of the kernel's own mappings

// "Name:\tbash" of /proc/PID/status.
std::string field_of(const std::string& status, const std::string& name) {
  const std::size_t at = ("\n" + status).find("\n" + name + ":");
  if (at == std::string::npos) return {};
  const std::size_t begin = status.find_first_not_of(" \t", at + name.size() + 1);
  const std::size_t end = status.find('\n', at);
  return begin == std::string::npos ? "" : status.substr(begin, end - begin);
}

// The GNU build id in a block of ELF notes of this machine's byte order.
std::vector<std::uint8_t> build_id_in(bytes::View notes) {
  constexpr std::uint32_t gnu_build_id = 3;
  constexpr std::size_t header = 12;
  const auto word = [&notes](std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, notes.data() + at, sizeof value);
    return std::size_t{value};
  };
  const auto padded = [](std::size_t size) { return (size + 3) / 4 * 4; };
  for (std::size_t at = 0; at + header <= notes.size();) {
    const std::size_t name = word(at);
    const std::size_t size = word(at + 4);
    const std::size_t text = at + header + padded(name);
    if (name > notes.size() || size > notes.size() || text + size > notes.size()) break;
    if (word(at + 8) == gnu_build_id && size <= build_id_room) {
      return {notes.begin() + static_cast<std::ptrdiff_t>(text),
              notes.begin() + static_cast<std::ptrdiff_t>(text + size)};
    }
    at = text + padded(size);
  }
  return {};
}

struct KernelText {
  std::uint64_t start = 0, end = 0;
  std::string reference;  // the symbol that lies at the start
};

// From the first of _text and _stext to _etext, which stands late in a file that the kernel takes
// long to write.
KernelText kernel_text(const std::string& kallsyms, bool with_end) {
  KernelText text;
  std::ifstream in(kallsyms);
  for (std::string line; std::getline(in, line);) {
    const std::string_view all = line;
    const std::size_t space = all.find(' ');
    if (space == std::string_view::npos || space + 3 > all.size()) continue;
    const std::string_view name = all.substr(space + 3);
    const bool start = name == "_text" || (name == "_stext" && text.start == 0);
    if (!start && name != "_etext") continue;
    const std::uint64_t address = std::strtoull(line.c_str(), nullptr, 16);
    if (start) text.reference = name;
    (start ? text.start : text.end) = address;
    if (name == "_etext" || (name == "_text" && (address == 0 || !with_end))) break;
  }
  return text;
}

}  // namespace

// A line of /proc/PID/maps.
struct Synthesizer::Mapping {
  std::uint64_t start = 0, end = 0, pgoff = 0, inode = 0;
  std::uint32_t maj = 0, min = 0, prot = 0, flags = 0;
  std::string name;

  static bool parse(const std::string& line, Mapping& out) {
    char access[5] = {};
    int name = 0;
    const int fields = std::sscanf(
        line.c_str(), "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %x:%x %" SCNu64 " %n", &out.start,
        &out.end, access, &out.pgoff, &out.maj, &out.min, &out.inode, &name);
    if (fields < 7) return false;
    out.prot = (access[0] == 'r' ? PROT_READ : 0) | (access[1] == 'w' ? PROT_WRITE : 0) |
               (access[2] == 'x' ? PROT_EXEC : 0);
    out.flags = access[3] == 's' ? MAP_SHARED : MAP_PRIVATE;
    out.name = line.substr(std::min(static_cast<std::size_t>(name), line.size()));
    if (out.name.empty()) out.name = "//anon";
    return out.name.size() < longest_name;
  }
};

void Synthesizer::put(std::uint32_t type, std::uint16_t misc, Builder& body) {
  body.fill((body.size() + 7) / 8 * 8).zeros(options_.trailer);
  const auto size = static_cast<std::uint16_t>(event::record_header_size + body.size());
  const Builder header = std::move(Builder().put(type).put(misc).put(size));
  out_.insert(out_.end(), header.view().begin(), header.view().end());
  out_.insert(out_.end(), body.view().begin(), body.view().end());
}

void Synthesizer::task(int pid, int tid, int parent) {
  const std::string folder =
      options_.proc + "/" + std::to_string(pid) + "/task/" + std::to_string(tid);
  const auto status = read_text(folder + "/status");
  if (!status) return;
  if (pid == tid) parent = std::atoi(field_of(*status, "PPid").c_str());
  Builder fork;
  for (const int id : {pid, parent, tid, parent}) fork.put(id);
  put(event::record_fork, event::misc_fork_exec, fork.put(std::uint64_t{0}));
  // The raw name: that of `status` is escaped.
  const std::string comm = read_text(folder + "/comm").value_or("");
  Builder body;
  put(event::record_comm, 0, body.put(pid).put(tid).text(comm.substr(0, 15), 8));
  if (options_.namespaces) namespaces(pid, tid, folder);
}

// In the order of perf_event.h; one that the kernel has not, or does not show, is all zeros.
void Synthesizer::namespaces(int pid, int tid, const std::string& folder) {
  constexpr std::array names{"net", "uts", "ipc", "pid", "user", "mnt", "cgroup"};
  Builder body;
  body.put(pid).put(tid).put(std::uint64_t{names.size()});
  for (const char* name : names) {
    struct stat status {};
    if (::stat((folder + "/ns/" + name).c_str(), &status) != 0) status = {};
    body.put(std::uint64_t{status.st_dev}).put(std::uint64_t{status.st_ino});
  }
  put(event::record_namespaces, 0, body);
}

void Synthesizer::cgroup(const std::filesystem::path& directory, const std::string& name) {
  struct {
    file_handle head;
    std::uint64_t number;
  } handle{};
  handle.head.handle_bytes = sizeof handle.number;
  int mount = 0;
  if (::name_to_handle_at(AT_FDCWD, directory.c_str(), &handle.head, &mount, 0) != 0) return;
  std::uint64_t number = 0;
  std::memcpy(&number, handle.head.f_handle, sizeof number);
  Builder body;
  put(event::record_cgroup, 0, body.put(number).text(name.substr(0, longest_name), 8));
}

void Synthesizer::cgroups() {
  using std::filesystem::directory_options;
  const std::filesystem::path root = cgroup_root(options_.proc + "/mounts");
  if (root.empty()) return;
  cgroup(root, "/");
  std::error_code error;
  std::filesystem::recursive_directory_iterator at(root, directory_options::skip_permission_denied,
                                                   error);
  for (std::size_t count = 0; !error && at != end(at) && count < most_cgroups; ++count) {
    std::error_code unknown;
    if (at->is_directory(unknown) && !at->is_symlink(unknown)) {
      cgroup(at->path(), at->path().string().substr(root.string().size()));
    }
    at.increment(error);
  }
}

// Each file is looked into once, by the way to it that its process has.
const std::vector<std::uint8_t>& Synthesizer::build_id_of(int pid, const Mapping& mapping) {
  static const std::vector<std::uint8_t> none;
  if (!options_.build_id || mapping.name.front() != '/' || mapping.inode == 0) return none;
  const auto [known, fresh] = build_ids_.try_emplace({mapping.maj, mapping.min, mapping.inode});
  if (fresh) {
    known->second =
        options_.build_id(options_.proc + "/" + std::to_string(pid) + "/root" + mapping.name);
  }
  return known->second;
}

void Synthesizer::mapping(int pid, const Mapping& mapping) {
  const bool code = (mapping.prot & PROT_EXEC) != 0;
  if (!code && !options_.mmap_data) return;
  std::uint16_t misc = event::misc_user;
  if (!code) misc |= event::misc_mmap_data;
  Builder body;
  body.put(pid).put(pid).put(mapping.start).put(mapping.end - mapping.start).put(mapping.pgoff);
  const std::vector<std::uint8_t>& id = build_id_of(pid, mapping);
  if (!id.empty() && id.size() <= build_id_room) {
    misc |= event::misc_mmap_build_id;
    body.put(static_cast<std::uint32_t>(id.size())).put(bytes::View(id));
    body.zeros(build_id_room - id.size());
  } else {
    body.put(mapping.maj).put(mapping.min).put(mapping.inode).put(std::uint64_t{0});
  }
  put(event::record_mmap2, misc, body.put(mapping.prot).put(mapping.flags).text(mapping.name, 8));
}

void Synthesizer::mappings(int pid) {
  std::ifstream in(options_.proc + "/" + std::to_string(pid) + "/maps");
  std::size_t count = 0;
  Mapping parsed;
  for (std::string line; count < most_mappings && std::getline(in, line); ++count) {
    if (Mapping::parse(line, parsed)) mapping(pid, parsed);
  }
}

void Synthesizer::process(int pid) {
  const std::string tasks = options_.proc + "/" + std::to_string(pid) + "/task";
  task(pid, pid, 0);
  mappings(pid);
  for (const std::string& name : entries(tasks)) {
    const int tid = std::atoi(name.c_str());
    if (tid != pid) task(pid, tid, pid);
  }
}

void Synthesizer::running(const std::vector<int>& pids) {
  constexpr std::size_t worth_a_thread = 32;
  const std::size_t most = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t parts = std::clamp<std::size_t>(pids.size() / worth_a_thread, 1, most);
  const auto end_of = [&](std::size_t part) { return pids.size() * part / parts; };
  const auto read = [&](std::size_t part) {  // 0: the kernel
    std::vector<std::uint8_t> bytes;
    Synthesizer own(options_, bytes);
    if (part == 0) own.kernel();
    for (std::size_t i = part == 0 ? 0 : end_of(part - 1); i < end_of(part); ++i) {
      own.process(pids[i]);
    }
    return bytes;
  };
  base::in_order(parts + 1, static_cast<unsigned>(parts + 1), read, [this](const auto& bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  });
}

std::vector<std::uint8_t> Synthesizer::note_of(const std::string& path) const {
  if (!options_.build_id) return {};
  const auto notes = read_text(path);
  if (!notes) return {};
  return build_id_in({reinterpret_cast<const std::uint8_t*>(notes->data()), notes->size()});
}

void Synthesizer::kernel_mapping(std::uint64_t start, std::uint64_t size, std::uint64_t pgoff,
                                 const std::string& name,
                                 const std::vector<std::uint8_t>& build_id) {
  Builder body;
  body.put(host_kernel).put(std::uint32_t{0}).put(start).put(size).put(pgoff);
  std::uint16_t misc = event::misc_kernel;
  if (build_id.empty()) {
    put(event::record_mmap, misc, body.text(name, 8));
    return;
  }
  misc |= event::misc_mmap_build_id;
  body.put(static_cast<std::uint32_t>(build_id.size())).put(bytes::View(build_id));
  body.zeros(build_id_room - build_id.size()).zeros(2 * sizeof(std::uint32_t));
  put(event::record_mmap2, misc, body.text(name, 8));
}

void Synthesizer::modules() {
  std::ifstream in(options_.proc + "/modules");
  std::string name;
  for (std::string line; std::getline(in, line);) {
    char text[64] = {};
    std::uint64_t size = 0;
    std::uint64_t start = 0;
    if (std::sscanf(line.c_str(), "%63s %" SCNu64 " %*s %*s %*s %" SCNx64, text, &size, &start) < 3)
      continue;
    name = text;
    if (start == 0) continue;
    kernel_mapping(start, size, 0, "[" + name + "]",
                   note_of(options_.sys + "/module/" + name + "/notes/.note.gnu.build-id"));
  }
}

bool Synthesizer::kernel() {
  const KernelText text = kernel_text(options_.proc + "/kallsyms", options_.kernel_end);
  if (text.start == 0) return false;
  const std::uint64_t size = text.end > text.start ? text.end - text.start : 0;
  kernel_mapping(text.start, size, text.start, "[kernel.kallsyms]" + text.reference,
                 note_of(options_.sys + "/kernel/notes"));
  modules();
  return true;
}

}  // namespace perf::live
