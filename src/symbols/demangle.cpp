#include "symbols/demangle.h"

// libiberty would declare basename() otherwise than string.h does.
#define HAVE_DECL_BASENAME 1
#include <demangle.h>

#include <array>
#include <csetjmp>
#include <cstring>

namespace perf::symbols {
namespace {

// Names of some hundred characters can spell themselves out to gigabytes, and the demanglers have
// no limit of their own: longer results are given up.
struct Output {  // NOLINT(cppcoreguidelines-pro-type-member-init): 64 KiB that need no zeros
  std::array<char, 65536> text;
  std::size_t size = 0;
  std::jmp_buf too_long;
};

void append(const char* part, std::size_t size, void* opaque) {
  Output& output = *static_cast<Output*>(opaque);
  if (size > output.text.size() - output.size) std::longjmp(output.too_long, 1);
  std::memcpy(output.text.data() + output.size, part, size);
  output.size += size;
}

using Demangler = int(const char*, int, demangle_callbackref, void*);

// Nothing with a destructor may live here: `append` may jump over it.
bool spell_out(Demangler* demangler, const char* raw, int options, Output* output) {
  output->size = 0;
  if (setjmp(output->too_long) != 0) return false;
  return demangler(raw, options, append, output) != 0 && output->size != 0;
}

bool looks_mangled(std::string_view raw) {
  return raw.starts_with("_Z") || raw.starts_with("_R") || raw.starts_with("_GLOBAL_");
}

}  // namespace

std::string demangle(std::string_view raw) {
  static constexpr std::string_view plt = "@plt";
  if (!looks_mangled(raw)) return std::string(raw);
  const bool in_plt = raw.ends_with(plt);
  const std::string name(in_plt ? raw.substr(0, raw.size() - plt.size()) : raw);
  Output output;
  if (!spell_out(rust_demangle_callback, name.c_str(), 0, &output) &&
      !spell_out(cplus_demangle_v3_callback, name.c_str(), DMGL_PARAMS, &output)) {
    return std::string(raw);
  }
  std::string text(output.text.data(), output.size);
  if (in_plt) text += plt;
  return text;
}

}  // namespace perf::symbols
