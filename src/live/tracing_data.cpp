#include "live/tracing_data.h"

#include <unistd.h>

#include <bit>
#include <map>

#include "bytes/builder.h"
#include "live/system_files.h"

namespace perf::live {
namespace {

using bytes::Builder;

bytes::View view_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// A file of the kernel's as it is: with the newline at its end.
void put_file(const std::filesystem::path& path, Builder& out) {
  std::string text = read_text(path).value_or("");
  if (!text.empty()) text += '\n';
  out.put(std::uint64_t{text.size()}).put(view_of(text));
}

void put_name(const char* name, Builder& out) {
  const std::string text = name;
  out.put(view_of(text)).zeros(1);
}

}  // namespace

std::vector<std::uint8_t> tracing_data(const std::string& tracefs,
                                       const std::vector<event::TraceFormat>& formats) {
  if (formats.empty()) return {};
  const std::filesystem::path events = std::filesystem::path(tracefs) / "events";
  Builder out;
  out.put(std::uint8_t{23}).put(std::uint8_t{8}).put(std::uint8_t{68});
  put_name("tracing0.6", out);
  out.put(static_cast<std::uint8_t>(std::endian::native == std::endian::big ? 1 : 0));
  out.put(static_cast<std::uint8_t>(sizeof(long)));
  out.put(static_cast<std::uint32_t>(::sysconf(_SC_PAGESIZE)));
  put_name("header_page", out);
  put_file(events / "header_page", out);
  put_name("header_event", out);
  put_file(events / "header_event", out);
  out.put(std::uint32_t{0});  // of ftrace's own
  std::map<std::string, std::vector<const event::TraceFormat*>> systems;
  for (const event::TraceFormat& format : formats) systems[format.system].push_back(&format);
  out.put(static_cast<std::uint32_t>(systems.size()));
  for (const auto& [system, members] : systems) {
    put_name(system.c_str(), out);
    out.put(static_cast<std::uint32_t>(members.size()));
    for (const event::TraceFormat* format : members) {
      const std::string text = format->text.ends_with('\n') ? format->text : format->text + "\n";
      out.put(std::uint64_t{text.size()}).put(view_of(text));
    }
  }
  out.put(std::uint32_t{0});  // of kallsyms
  const std::string formats_of_printk =
      read_text(std::filesystem::path(tracefs) / "printk_formats").value_or("");
  out.put(static_cast<std::uint32_t>(formats_of_printk.size())).put(view_of(formats_of_printk));
  out.put(std::uint64_t{0});  // of saved command names
  return out.take();
}

}  // namespace perf::live
