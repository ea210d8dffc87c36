// The settings of perf's config files, the system's and then the user's, as perf finds them. A
// value without global state: whoever needs a setting is handed a Config, and nothing here gives
// one a meaning.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace perf::config {

// Why a file, or the rest of it from an error on, was left out.
struct Problem {
  std::string file;
  base::Error error;
};

class Config {
 public:
  // $PERF_CONFIG alone when it is set, else /etc/perfconfig (unless PERF_CONFIG_NOSYSTEM) and then
  // ~/.perfconfig (unless PERF_CONFIG_NOGLOBAL, or it belongs neither to this user nor to root).
  static Config load();

  // One text. `file` is what a relative include.path starts from; empty when the text has no file.
  static base::Result<Config> parse(std::string_view text, const std::string& file = {});

  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;

  // nullopt when the setting is absent or its value is none of the kind.
  [[nodiscard]] std::optional<bool> get_bool(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> get_int(std::string_view name) const;

  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& items() const {
    return items_;
  }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  void read(const std::string& file, int depth);
  void read_user_file();
  void take(std::string_view text, const std::string& file, int depth);
  void include(const std::string& path, const std::string& from, int depth);

  std::map<std::string, std::string, std::less<>> items_;
  std::vector<Problem> problems_;
  int files_read_ = 0;
};

}  // namespace perf::config
