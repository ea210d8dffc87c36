#include "machine/machine.h"

#include <sys/mman.h>

#include <cstring>

#include "event/abi.h"

namespace perf::machine {
namespace {

constexpr std::string_view kernel_name = "[kernel.kallsyms]";

// What a guest maps is none of this machine's, whatever process it is told of.
bool is_guest(unsigned cpumode) {
  return cpumode == event::misc_guest_kernel || cpumode == event::misc_guest_user;
}

bool begins(std::string_view text, std::string_view with) {
  return text.starts_with(with);
}

bool is_kernel(std::string_view name) {
  return begins(name, kernel_name.substr(0, kernel_name.size() - 1));
}

// Memory without a file that may hold code made at run time.
bool is_anonymous(std::string_view name) {
  return name.empty() || name == "//anon" || begins(name, "/dev/zero") ||
         begins(name, "/anon_hugepage");
}

bool has_no_object(std::string_view name) {
  return begins(name, "[stack") || begins(name, "/SYSV") || name == "[heap]";
}

bool is_vdso(std::string_view name) {
  return name == "[vdso]" || name == "[vdso32]" || name == "[vdsox32]";
}

symbols::ObjectId user_object(std::string_view name, std::uint32_t pid, Mapping& mapping) {
  symbols::ObjectId id;
  id.path = name;
  id.kind = symbols::Kind::elf;
  id.pid = pid;
  const bool huge = (mapping.flags & MAP_HUGETLB) != 0;
  if (is_vdso(name)) {
    id.kind = symbols::Kind::vdso;
    mapping.pgoff = 0;
  } else if (is_anonymous(name) || has_no_object(name) || huge) {
    mapping.identity = true;
    id.kind = symbols::Kind::unknown;
    if ((mapping.prot & PROT_EXEC) == 0) return id;
    id.kind = symbols::Kind::perf_map;
    id.path = "/tmp/perf-" + std::to_string(pid) + ".map";
  } else if (name.empty() || name.front() == '[') {
    id.kind = symbols::Kind::unknown;
  }
  return id;
}

}  // namespace

Machine::Machine(std::shared_ptr<const symbols::SearchOptions> options)
    : objects_(std::move(options)) {
  // The idle threads, one a CPU, are all 0/0 and no record names them.
  find_or_begin(0, 0, {}).comms.emplace_back(base::OrderKey{}, comms_.add("swapper"));
}

bool Machine::concerns(std::uint32_t type) {
  switch (type) {
    case event::record_mmap:
    case event::record_mmap2:
    case event::record_comm:
    case event::record_fork:
    case event::record_exit:
    case event::record_ksymbol:
    case event::record_cgroup:
      return true;
    default:
      return false;
  }
}

void Machine::apply(const records::Body& body, const records::RawRecord& raw, base::OrderKey when) {
  if (const auto* mmap = std::get_if<records::Mmap>(&body)) return map(*mmap, raw, when);
  if (const auto* mmap2 = std::get_if<records::Mmap2>(&body)) return map(*mmap2, raw, when);
  if (const auto* comm = std::get_if<records::Comm>(&body)) return rename(*comm, when);
  if (const auto* symbol = std::get_if<records::Ksymbol>(&body)) return ksymbol(*symbol, when);
  if (const auto* cgroup = std::get_if<records::Cgroup>(&body)) {
    cgroups_.emplace(cgroup->id, cgroup->path);
    return;
  }
  // EXIT ends nothing: the thread goes on in the kernel for a while under its name, and its samples
  // are its own until the next thread gets its number.
  const auto* task = std::get_if<records::Task>(&body);
  if (task == nullptr) return;
  if (raw.type == event::record_fork) return fork(*task, raw, when);
  threads_.exit(task->tid, when);
}

void Machine::map(const records::Mmap& record, const records::RawRecord& raw, base::OrderKey when) {
  Mapping mapping{record.start, record.start + record.len, record.pgoff};
  mapping.prot = (raw.misc & event::misc_mmap_data) != 0 ? 0 : PROT_EXEC;
  if (raw.cpumode() == event::misc_kernel) {
    symbols::ObjectId id;
    id.path = record.filename;
    return map_kernel(mapping, std::move(id), when);
  }
  if (is_guest(raw.cpumode())) return;
  symbols::ObjectId id = user_object(record.filename, record.pid, mapping);
  map_user(record.pid, record.tid, mapping, std::move(id), when);
}

void Machine::map(const records::Mmap2& record, const records::RawRecord& raw,
                  base::OrderKey when) {
  Mapping mapping{record.start, record.start + record.len, record.pgoff};
  mapping.prot = record.prot;
  mapping.flags = record.flags;
  const auto build_id = symbols::BuildId::from(record.build_id);
  if (raw.cpumode() == event::misc_kernel) {
    symbols::ObjectId id;
    id.path = record.filename;
    id.build_id = build_id;
    return map_kernel(mapping, std::move(id), when);
  }
  if (is_guest(raw.cpumode())) return;
  symbols::ObjectId id = user_object(record.filename, record.pid, mapping);
  id.build_id = build_id;
  id.has_inode = !record.has_build_id && id.kind == symbols::Kind::elf;
  if (id.has_inode) {
    id.device_major = record.maj;
    id.device_minor = record.min;
    id.inode = record.ino;
    id.inode_generation = record.ino_generation;
  }
  map_user(record.pid, record.tid, mapping, std::move(id), when);
}

void Machine::map_user(std::uint32_t pid, std::uint32_t tid, Mapping mapping, symbols::ObjectId id,
                       base::OrderKey when) {
  mapping.object = objects_.add(std::move(id));
  const ThreadLife& life = find_or_begin(pid, tid, when);
  changing(life.space).insert(mapping, when);
}

// "[kernel.kallsyms]_text" with that symbol's address.
std::uint32_t Machine::add_kernel(symbols::ObjectId id, base::Address reference) {
  id.kind = symbols::Kind::kernel;
  if (reference != 0 && id.path.size() > kernel_name.size()) {
    id.reference_symbol = id.path.substr(kernel_name.size());
    id.reference_address = reference;
  }
  id.path = kernel_name;
  return objects_.add(std::move(id));
}

std::shared_ptr<const symbols::Object> Machine::kernel_of(const records::Body& body,
                                                          const records::RawRecord& raw) {
  if (raw.cpumode() != event::misc_kernel) return nullptr;
  symbols::ObjectId id;
  base::Address reference = 0;
  if (const auto* mmap = std::get_if<records::Mmap>(&body)) {
    id.path = mmap->filename;
    reference = mmap->pgoff;
  } else if (const auto* mmap2 = std::get_if<records::Mmap2>(&body)) {
    id.path = mmap2->filename;
    id.build_id = symbols::BuildId::from(mmap2->build_id);
    reference = mmap2->pgoff;
  }
  return is_kernel(id.path) ? objects_.at(add_kernel(std::move(id), reference)).object : nullptr;
}

// The kernel with its reference address as pgoff, "[module]", or a module's file.
void Machine::map_kernel(Mapping mapping, symbols::ObjectId id, base::OrderKey when) {
  mapping.identity = true;
  if (is_kernel(id.path)) {
    if (mapping.end == 0) mapping.end = ~0ULL;
    mapping.object = add_kernel(std::move(id), mapping.pgoff);
    kernel_index_ = mapping.object;
    kernel_ = objects_.at(mapping.object).object;
  } else if (!id.path.empty() && (id.path.front() == '/' || id.path.front() == '[')) {
    id.kind = symbols::Kind::module;
    id.start = mapping.start;
    mapping.object = objects_.add(std::move(id), kernel_);
  } else {
    return;
  }
  kernel_space_.insert(mapping, {0, when.offset});
}

void Machine::ksymbol(const records::Ksymbol& record, base::OrderKey when) {
  constexpr std::uint16_t unregister = 1;
  if ((record.flags & unregister) != 0) return;
  symbols::ObjectId id;
  id.path = record.name;
  id.kind = symbols::Kind::ksymbol;
  id.start = record.addr;
  id.end = record.addr + record.len;
  Mapping mapping{id.start, id.end};
  mapping.identity = true;
  mapping.object = objects_.add(std::move(id));
  kernel_space_.insert(mapping, when);
}

std::uint32_t Machine::new_space() {
  if (!free_spaces_.empty()) {
    const std::uint32_t space = free_spaces_.back();
    free_spaces_.pop_back();
    return space;
  }
  spaces_.emplace_back();
  users_.push_back(0);
  return static_cast<std::uint32_t>(spaces_.size() - 1);
}

void Machine::forget(base::OrderKey before) {
  threads_.forget(before, [this](const ThreadLife& life) {
    if (life.space == base::no_index || --users_[life.space] != 0) return;
    spaces_[life.space] = {};
    free_spaces_.push_back(life.space);
  });
}

ThreadLife& Machine::find_or_begin(std::uint32_t pid, std::uint32_t tid, base::OrderKey when) {
  ThreadLife* life = threads_.living(tid);
  if (life != nullptr && life->pid == pid) return *life;
  threads_.end(tid, when);
  // A thread shares the address space of its process's leader, which may never have been named.
  const std::uint32_t space =
      pid == tid || pid == no_id ? new_space() : find_or_begin(pid, pid, when).space;
  ThreadLife& fresh = threads_.begin(pid, tid, when);
  fresh.space = space;
  ++users_[space];
  return fresh;
}

void Machine::rename(const records::Comm& record, base::OrderKey when) {
  ThreadLife& life = find_or_begin(record.pid, record.tid, when);
  // The mappings outlive an exec until others take their place: while the kernel still works on it,
  // the caller's frame is an address of the old program. perf does the same.
  life.comms.emplace_back(when, comms_.add(record.comm));
}

void Machine::fork(const records::Task& record, const records::RawRecord& raw,
                   base::OrderKey when) {
  const ThreadLife& parent = find_or_begin(record.ppid, record.ptid, when);
  Window window;
  const std::uint32_t comm = parent.comm_at(when, window);
  const std::uint32_t parent_space = parent.space;
  threads_.end(record.tid, when);
  ThreadLife& child = find_or_begin(record.pid, record.tid, when);
  child.ppid = record.ptid;
  if (comm != base::no_index) child.comms.emplace_back(when, comm);
  const bool synthesised = (raw.misc & event::misc_fork_exec) != 0;
  if (synthesised || child.space == parent_space) return;
  changing(child.space).inherit(changing(parent_space), when);
}

AddressSpace& Machine::changing(std::uint32_t space) {
  if (changed_.empty() || changed_.back() != space) changed_.push_back(space);
  return spaces_[space];
}

void Machine::seal() {
  for (const std::uint32_t space : changed_) spaces_[space].seal();
  changed_.clear();
  kernel_space_.seal();
}

TaskAt Machine::living_task_at(std::uint32_t pid, std::uint32_t tid, base::OrderKey when) const {
  Window window;
  const ThreadLife* life = threads_.at(tid, when, window);
  if (life == nullptr || !(life->exit < when)) return task_at(pid, tid, when);
  TaskAt task;
  task.pid = pid;
  task.tid = tid;
  task.window = window;
  task.window.from = std::max(window.from, life->exit);
  return task;
}

TaskAt Machine::task_at(std::uint32_t pid, std::uint32_t tid, base::OrderKey when) const {
  TaskAt task;
  task.pid = pid;
  task.tid = tid;
  const ThreadLife* life = threads_.at(tid, when, task.window);
  // The idle task is number 0, whatever process the kernel says that is of.
  if (life != nullptr && (life->pid == pid || pid == no_id || tid == 0)) {
    task.pid = life->pid;
    task.comm = life->comm_at(when, task.window);
    task.space = life->space;
    return task;
  }
  Window window;
  const ThreadLife* leader = pid == tid ? nullptr : threads_.at(pid, when, window);
  task.window.narrow(window);
  if (leader != nullptr) task.space = leader->space;
  return task;
}

Place Machine::find(std::uint32_t space, unsigned cpumode, base::Address ip,
                    base::OrderKey when) const {
  MappingAt found;
  if (cpumode == event::misc_kernel) {
    found = kernel_space_.find(ip, when);
  } else if (cpumode == event::misc_user && space != base::no_index) {
    found = spaces_[space].find(ip, when);
  }
  if (found.mapping == nullptr) {
    const bool kernel = cpumode == event::misc_kernel && kernel_ != nullptr &&
                        kernel_->symbols().find(ip) != base::no_index;
    return {kernel ? kernel_index_ : base::no_index, ip, nullptr, found.window};
  }
  return {found.mapping->object, found.mapping->to_object(ip), found.mapping, found.window};
}

}  // namespace perf::machine
