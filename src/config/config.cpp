#include "config/config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/descriptor.h"
#include "config/parser.h"
#include "config/values.h"

namespace perf::config {
namespace {

constexpr off_t max_file_size = off_t{1} << 20;
constexpr int max_include_depth = 10;
constexpr int max_files = 64;  // stops files that include each other many times at every depth
constexpr const char* system_file = "/etc/perfconfig";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

bool switched_on(const char* name) {
  return to_bool(environment(name)).value_or(true);
}

base::Error system_error(base::Code code) {
  return {code, base::no_offset, static_cast<std::uint64_t>(errno)};
}

base::Result<std::string> contents(int descriptor, std::size_t size) {
  std::string text(size, '\0');
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t count = ::read(descriptor, text.data() + filled, size - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(base::Code::cannot_read);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  text.resize(filled);
  return text;
}

// A device reads as empty, so that PERF_CONFIG=/dev/null means no configuration; a FIFO never
// blocks.
base::Result<std::string> read_file(const std::string& path) {
  const base::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (file.get() < 0) return system_error(base::Code::cannot_open);
  if (::fstat(file.get(), &status) != 0) return system_error(base::Code::cannot_read);
  if (S_ISCHR(status.st_mode)) return std::string();
  if (!S_ISREG(status.st_mode)) return base::Code::not_regular;
  if (status.st_size > max_file_size) return base::Code::config_too_large;
  return contents(file.get(), static_cast<std::size_t>(status.st_size));
}

// What `path` names inside `from`: ~/ is the home directory, a relative path starts beside the
// file. Empty when it starts from nowhere.
std::string resolve(const std::string& path, const std::string& from) {
  if (path.starts_with('/')) return path;
  if (path.starts_with("~/")) {
    const std::string home = environment("HOME");
    return home.empty() ? home : home + path.substr(1);
  }
  if (from.empty() || path.empty()) return {};
  const std::size_t slash = from.rfind('/');
  return slash == std::string::npos ? path : from.substr(0, slash + 1) + path;
}

}  // namespace

Config Config::load() {
  Config config;
  if (std::getenv("PERF_CONFIG") != nullptr) {
    config.read(environment("PERF_CONFIG"), 0);
    return config;
  }
  if (!switched_on("PERF_CONFIG_NOSYSTEM") && ::access(system_file, R_OK) == 0) {
    config.read(system_file, 0);
  }
  if (!switched_on("PERF_CONFIG_NOGLOBAL")) config.read_user_file();
  return config;
}

base::Result<Config> Config::parse(std::string_view text, const std::string& file) {
  Config config;
  config.take(text, file, 0);
  if (!config.problems_.empty()) return config.problems_.front().error;
  return config;
}

void Config::read_user_file() {
  const std::string home = environment("HOME");
  const std::string file = home + "/.perfconfig";
  struct stat status {};
  if (home.empty() || ::stat(file.c_str(), &status) != 0) return;
  if (status.st_uid != 0 && status.st_uid != ::geteuid()) {
    problems_.push_back({file, {base::Code::foreign_owner}});
    return;
  }
  read(file, 0);
}

void Config::read(const std::string& file, int depth) {
  if (depth > max_include_depth || ++files_read_ > max_files) {
    problems_.push_back({file, {base::Code::includes_too_deep}});
    return;
  }
  const auto text = read_file(file);
  if (text) {
    take(*text, file, depth);
  } else {
    problems_.push_back({file, text.error()});
  }
}

void Config::take(std::string_view text, const std::string& file, int depth) {
  const Parsed parsed = parse_items(text);
  for (const Item& item : parsed.items) {
    items_[item.name] = item.value;
    if (item.name == "include.path") include(item.value, file, depth);
  }
  if (parsed.error.code != base::Code::none) problems_.push_back({file, parsed.error});
}

// A file that is not there is left out in silence, as git does.
void Config::include(const std::string& path, const std::string& from, int depth) {
  const std::string file = resolve(path, from);
  if (!file.empty() && ::access(file.c_str(), F_OK) == 0) read(file, depth + 1);
}

std::optional<std::string> Config::get(std::string_view name) const {
  const auto found = items_.find(name);
  return found == items_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<bool> Config::get_bool(std::string_view name) const {
  const auto value = get(name);
  return value ? to_bool(*value) : std::nullopt;
}

std::optional<std::int64_t> Config::get_int(std::string_view name) const {
  const auto value = get(name);
  return value ? to_int(*value) : std::nullopt;
}

}  // namespace perf::config
