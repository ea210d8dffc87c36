#include "live/pfm_event.h"

#include <dlfcn.h>
#include <linux/perf_event.h>

namespace perf::live {
namespace {

// From perfmon/pfmlib.h and pfmlib_perf_event.h of version 4, whose ABI is fixed.
struct EncodeArgument {
  perf_event_attr* attr = nullptr;
  char** name = nullptr;
  std::size_t size = sizeof(EncodeArgument);
  int index = 0, cpu = 0, flags = 0, padding = 0;
};
constexpr int success = 0;
constexpr int kernel_and_user = 0x1 | 0x8;  // PFM_PLM0 | PFM_PLM3, unless the name says otherwise
constexpr int os_perf_event_ext = 2;        // PFM_OS_PERF_EVENT_EXT

class Library {
 public:
  Library() {
    void* library = ::dlopen("libpfm.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return;
    const auto initialize = reinterpret_cast<int (*)()>(::dlsym(library, "pfm_initialize"));
    encode_ = reinterpret_cast<Encode>(::dlsym(library, "pfm_get_os_event_encoding"));
    explain_ = reinterpret_cast<Explain>(::dlsym(library, "pfm_strerror"));
    usable_ = initialize != nullptr && encode_ != nullptr && explain_ != nullptr &&
              initialize() == success;
  }

  // Why there is no such event; empty: the attribute is filled.
  std::string encode(const std::string& name, perf_event_attr& attr) const {
    if (!usable_) return "libpfm4, whose name this is, is not installed";
    EncodeArgument argument;
    argument.attr = &attr;
    const int status = encode_(name.c_str(), kernel_and_user, os_perf_event_ext, &argument);
    return status == success ? std::string() : std::string("libpfm4: ") + explain_(status);
  }

 private:
  using Encode = int (*)(const char*, int, int, void*);
  using Explain = const char* (*)(int);
  Encode encode_ = nullptr;
  Explain explain_ = nullptr;
  bool usable_ = false;
};

}  // namespace

bool is_pfm_name(std::string_view name) {
  return name.find("::") != std::string_view::npos;
}

Failure find_pfm_event(Piece name, ParsedEvent& parsed) {
  static const Library library;
  perf_event_attr raw{};
  const std::string why = library.encode(std::string(name.text), raw);
  if (!why.empty()) return failure(name, quoted(name.text) + " is no event: " + why);
  raw.size = sizeof raw;
  const auto attr = event::parse_attr({reinterpret_cast<const std::uint8_t*>(&raw), sizeof raw});
  if (!attr) return failure(name, quoted(name.text) + " has an attribute that cannot be read");
  parsed.event.attr = *attr;
  parsed.event.attr.size = 0;
  if (attr->sample_period != 0) {
    const bool freq = attr->has(event::Flag::freq);
    (freq ? parsed.settings.frequency : parsed.settings.period) = attr->sample_period;
  }
  return {};
}

}  // namespace perf::live
