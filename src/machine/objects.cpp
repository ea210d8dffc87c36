#include "machine/objects.h"

#include <cstdio>

namespace perf::machine {
namespace {

// "/a/libc.so.6" → "libc.so.6"; names in brackets stay; a perf map is "[JIT] tid N"; a kernel
// module file is "[name]" with the dashes that the kernel turns into underscores.
std::string short_name_of(const symbols::ObjectId& id) {
  const std::size_t slash = id.path.rfind('/');
  std::string name = slash == std::string::npos ? id.path : id.path.substr(slash + 1);
  if (id.kind == symbols::Kind::perf_map) return "[JIT] tid " + std::to_string(id.pid);
  if (id.kind != symbols::Kind::module || name.empty() || name.front() == '[') return name;
  name = name.substr(0, name.find(".ko"));
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return "[" + name + "]";
}

}  // namespace

void Objects::note_build_id(const std::string& path, const symbols::BuildId& build_id) {
  header_build_ids_.emplace(path, build_id);
}

void Objects::note_kernel(const std::string& path, const symbols::BuildId& build_id) {
  kernel_file_ = path;
  kernel_build_id_ = build_id;
}

std::uint32_t Objects::add(symbols::ObjectId id, std::shared_ptr<const symbols::Object> kernel) {
  const auto noted = header_build_ids_.find(id.path);
  const bool listed = noted != header_build_ids_.end();
  if (!id.build_id.known() && listed) id.build_id = noted->second;
  const bool by_file = id.kind == symbols::Kind::kernel && !kernel_file_.empty();
  if (!id.build_id.known() && by_file) id.build_id = kernel_build_id_;
  const std::uint64_t device = (std::uint64_t{id.device_major} << 32) | id.device_minor;
  Key key{id.path, id.build_id, id.has_inode ? device : id.start, id.inode, id.inode_generation};
  if (const std::uint32_t same = known(key); same != base::no_index) return same;
  const auto number = static_cast<std::uint32_t>(objects_.size());
  by_id_.emplace(std::move(key), number);
  KnownObject object{short_name_of(id), id.path, id.path, nullptr};
  if (id.kind == symbols::Kind::module && !listed) object.name = object.short_name;
  if (by_file) object = {"[kernel.vmlinux]", kernel_file_, kernel_file_, nullptr};
  object.object =
      std::make_shared<const symbols::Object>(std::move(id), options_, std::move(kernel));
  objects_.push_back(std::move(object));
  return number;
}

// Of a file that was mapped before it recorded, perf knows no generation: 0 is any.
std::uint32_t Objects::known(Key key) const {
  if (const auto exact = by_id_.find(key); exact != by_id_.end()) return exact->second;
  std::uint64_t& generation = std::get<4>(key);
  const bool any = generation == 0;
  generation = 0;
  const auto first = by_id_.lower_bound(key);
  if (first == by_id_.end()) return base::no_index;
  const std::uint64_t found = std::get<4>(first->first);
  std::get<4>(key) = found;
  return first->first == key && (any || found == 0) ? first->second : base::no_index;
}

}  // namespace perf::machine
