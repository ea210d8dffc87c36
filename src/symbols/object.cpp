#include "symbols/object.h"

#include <algorithm>
#include <mutex>

#include "symbols/loaders.h"

namespace perf::symbols {

struct Object::Loaded {
  std::once_flag once;
  Found found;
  const SymbolTable* symbols = &found.symbols;  // of a module, perhaps one of its kernel's
};

Object::Object(ObjectId id, std::shared_ptr<const SearchOptions> options,
               std::shared_ptr<const Object> kernel)
    : id_(std::move(id)),
      options_(std::move(options)),
      kernel_(std::move(kernel)),
      loaded_(std::make_shared<Loaded>()) {}

const Object::Loaded& Object::loaded() const {
  std::call_once(loaded_->once, [this] { load(*loaded_); });
  return *loaded_;
}

void Object::load(Loaded& loaded) const {
  switch (id_.kind) {
    case Kind::elf:
      loaded.found = load_elf(id_, *options_);
      break;
    case Kind::kernel:
      loaded.found = load_kernel(id_, *options_);
      break;
    case Kind::module:
      load_as_module(loaded);
      break;
    case Kind::vdso:
      loaded.found = load_vdso(id_, *options_);
      break;
    case Kind::perf_map:
      loaded.found = load_perf_map(id_, *options_);
      break;
    case Kind::ksymbol:
      loaded.found = load_ksymbol(id_);
      break;
    case Kind::unknown:
      loaded.found = Found::nothing("is not an object with symbols");
      break;
  }
}

// kallsyms knows every section of a module at its address; the file only where it has a build id.
void Object::load_as_module(Loaded& loaded) const {
  if (kernel_ != nullptr) {
    const Found& kernel = kernel_->loaded().found;
    const auto module = kernel.modules.find(module_name(id_.path));
    if (module != kernel.modules.end()) {
      loaded.symbols = &module->second;
      loaded.found.verified = kernel.verified;
      loaded.found.file = kernel.file;
      loaded.found.origin = kernel.origin;
      return;
    }
  }
  loaded.found = load_module(id_, *options_);
}

const SymbolTable& Object::symbols() const {
  return *loaded().symbols;
}
bool Object::verified() const {
  return loaded().found.verified;
}
const std::string& Object::found_at() const {
  return loaded().found.file;
}
char Object::origin() const {
  return symbols().empty() ? '!' : loaded().found.origin;
}

const std::string& Object::why_nothing() const {
  return loaded().found.why_nothing;
}
const std::string& Object::code_at() const {
  return loaded().found.code;
}

Found Object::grown() const {
  if (id_.kind != Kind::perf_map) return {};
  return grown_perf_map(id_, *options_, loaded().found);
}

void Object::take(Found grown) const {
  loaded_->found = std::move(grown);
}

std::uint64_t Object::to_virtual(std::uint64_t file_offset) const {
  const auto& segments = loaded().found.segments;
  const auto found = std::ranges::find_if(segments, [file_offset](const Segment& segment) {
    return file_offset >= segment.offset && file_offset - segment.offset < segment.size;
  });
  return found == segments.end() ? file_offset : file_offset - found->offset + found->address;
}

}  // namespace perf::symbols
